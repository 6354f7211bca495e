using System.Text;
using System.Text.Json;

namespace Ash;

/// <summary>Reads JSON whose shape is not promised: what is absent, or of another kind, is nothing rather than an exception.</summary>
internal static class JsonReading
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : default;

    public static string? Text(this JsonElement element, string name)
    {
        JsonElement member = element.Member(name);
        return member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }

    public static bool TryGetCount(this JsonElement element, out long count)
    {
        count = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out count);
    }

    /// <summary>A text of the object that JSON is, without a document: for what is asked of one event after the other.</summary>
    public static string? TextMember(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        Utf8JsonReader reader = new(json, EventFrame.ReaderOptions);
        string? text = null;
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name)) continue;
            reader.Read();
            text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        return text;
    }

    public static IEnumerable<JsonElement> Elements(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];

    /// <summary>The text of a message's content: the string itself, or its text blocks on lines of their own.</summary>
    public static string ContentText(this JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        // A block of text, or in what the server keeps of a user's message the bare text.
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray()
            .Select(static b => b.ValueKind == JsonValueKind.String ? b.GetString() : b.Text("text")).Where(static t => t is not null)),
        _ => string.Empty,
    };

    /// <summary>A line's worth of each block of a message's content.</summary>
    public static IEnumerable<string> Summaries(this JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String) yield return content.GetString()!;
        foreach (JsonElement block in content.Elements())
        {
            yield return block.Text("type") switch
            {
                // What the server keeps of a user's message has the bare text.
                null when block.ValueKind == JsonValueKind.String => block.GetString()!,
                "text" => block.Text("text") ?? string.Empty,
                "thinking" => "(thinking) " + block.Text("thinking"),
                "tool_use" => $"{block.Text("name")} {block.Member("input").Compact()}",
                "tool_result" => block.Member("content").ContentText(),
                string other => $"({other})",
                null => block.Compact(),
            };
        }
    }

    public static string Compact(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined) return string.Empty;
        using MemoryStream buffer = new();
        // Relaxed, because it is for a person to read: "Zürich", not "Z\u00fcrich".
        using (Utf8JsonWriter writer = new(buffer, new()
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = EventFrame.MaxDepth,
        }))
        {
            element.WriteTo(writer);
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
