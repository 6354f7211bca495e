using System.Text.Json;

namespace Ash.Transcripts;

/// <summary>A picture or a document that goes with a message or comes from a tool.</summary>
/// <param name="MediaType">Its type, as its sender says.</param>
/// <param name="Name">What it is called; null where nobody knows.</param>
/// <param name="Content">Its bytes; empty where they are not there.</param>
internal sealed record Attached(string MediaType, string? Name, byte[] Content)
{
    /// <summary>A browser shows it, and it can hold nothing that runs.</summary>
    public bool IsPicture => Content.Length > 0 && MediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp";

    /// <summary>What stands where it cannot be shown.</summary>
    public string Label => $"{Name ?? MediaType}, {Words.Count(Content.Length, "byte")}";

    public static Attached From(MessageAttachment attachment) => new(attachment.MediaType, attachment.Name, attachment.Content);

    /// <summary>The images and documents among the blocks of a message or a result.</summary>
    public static IReadOnlyList<Attached> In(JsonElement content) =>
        [.. content.Elements().Where(static block => block.Text("type") is "image" or "document").Select(FromBlock)];

    private static Attached FromBlock(JsonElement block)
    {
        JsonElement source = block.Member("source");
        JsonElement data = source.Member("data");
        byte[]? content = null;
        if (data.ValueKind == JsonValueKind.String) data.TryGetBytesFromBase64(out content);
        return new(source.Text("media_type") ?? block.Text("type")!, block.Text("title"), content ?? []);
    }
}
