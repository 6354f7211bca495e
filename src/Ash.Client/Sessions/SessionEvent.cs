using System.Text.Json;
using System.Text.Json.Serialization;
using Ash.Transcripts;

namespace Ash;

/// <summary>Something that happened in a session, as the server keeps it: <c>GET /api/sessions/{id}/events</c>.</summary>
public sealed class SessionEvent : AshModel
{
    private JsonDocument? _data;

    /// <summary>The event's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Goes up with every event of the session.</summary>
    public required long Sequence { get; init; }

    /// <summary>
    /// <c>text</c>, <c>tool_start</c>, <c>tool_result</c>, <c>reasoning</c>, <c>error</c>, <c>turn_complete</c>, <c>lifecycle</c>, or a word
    /// that a newer server uses.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>When it happened, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The server keeps the data as JSON inside a string.</summary>
    [JsonInclude]
    [JsonPropertyName("data")]
    internal string? DataJson { get; init; }

    /// <summary>The event's data.</summary>
    /// <returns>JSON; null where there is none. It lives as long as the event.</returns>
    public JsonElement GetData() => (_data ??= StoredJson.Parse(DataJson)).RootElement;

    /// <summary>What happened, in short.</summary>
    /// <returns>The text, the tool and its input, what a tool gave back, what became of the session, or the data as JSON.</returns>
    public override string ToString()
    {
        JsonElement data = GetData();
        string? told = Type switch
        {
            "tool_start" => $"{data.Text("toolName")} {data.Member("input").Compact()}",
            "tool_result" => data.Text("stdout") is { } output ? output + data.Text("stderr") : null,
            "turn_complete" => data.Text("result") ?? (data.Member("numTurns").TryGetCount(out long turns) ? Words.Count(turns, "turn") : null),
            "error" => data.Text("error"),
            "reasoning" => data.Text("thinking"),
            "lifecycle" => data.Text("action") is { } action ? string.Join(", ", Details(data).Prepend(action)) : null,
            _ => data.Text("text"),
        };
        // Of what a tool gave back the server keeps no more than text, and an object without fields says nothing.
        return told ?? (data.Compact() is var json and not "{}" ? json : string.Empty);
    }

    /// <summary>What goes with an action, for example <c>agent name ops</c>.</summary>
    private static IEnumerable<string> Details(JsonElement data) =>
        data.EnumerateObject().Where(static field => field.Name != "action").Select(static field =>
            $"{Words.Of(field.Name)} {(field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString() : field.Value.Compact())}");
}
