using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A message as the server keeps it: <c>GET /api/sessions/{id}/messages</c>.</summary>
public sealed class StoredMessage : AshModel
{
    private JsonDocument? _content;

    /// <summary>The message's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Goes up with every message of the session.</summary>
    public required long Sequence { get; init; }

    /// <summary><c>user</c> or <c>assistant</c>; a turn's result counts as the assistant's.</summary>
    public required string Role { get; init; }

    /// <summary>The SDK's word: <c>user</c>, <c>assistant</c> or <c>result</c>.</summary>
    public string? MessageType => Root.Text("type");

    /// <summary>The text. Empty where there is none.</summary>
    public string Text
    {
        get
        {
            if (Root.ValueKind == JsonValueKind.String) return Root.GetString()!;
            if (MessageType == "result") return Root.Text("result") ?? string.Empty;
            return Content.ContentText();
        }
    }

    /// <summary>When it was stored, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The server keeps the content as JSON inside a string.</summary>
    [JsonInclude]
    [JsonPropertyName("content")]
    internal string? ContentJson { get; init; }

    /// <summary>A user's message is kept as it was sent, and any other as the SDK has it.</summary>
    private JsonElement Content =>
        Root.Member("message").Member("content") is { ValueKind: not JsonValueKind.Undefined } content ? content : Root.Member("content");

    private JsonElement Root => (_content ??= StoredJson.Parse(ContentJson)).RootElement;

    /// <summary>The message of the Agent SDK, whole.</summary>
    /// <returns>JSON. It lives as long as the message.</returns>
    public JsonElement GetContent() => Root;

    /// <summary>The message in short.</summary>
    /// <returns>For example its text, a tool and its input, or for a result how the turn ended.</returns>
    public override string ToString() => MessageType switch
    {
        "result" => new ResultMessage(Root).ToString(),
        null => Text,
        _ => string.Join(" ", Content.Summaries()) is { Length: > 0 } blocks ? blocks : Root.Text("subtype") ?? string.Empty,
    };
}
