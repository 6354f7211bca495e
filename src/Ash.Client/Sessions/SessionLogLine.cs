using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A line of a sandbox's log: <c>GET /api/sessions/{id}/logs</c>. The log goes when the sandbox goes.</summary>
public sealed class SessionLogLine : AshModel
{
    /// <summary>The session.</summary>
    [JsonIgnore]
    public string SessionId { get; internal set; } = string.Empty;

    /// <summary>0, 1, … within the sandbox's life.</summary>
    public required long Index { get; init; }

    /// <summary><c>system</c>, <c>stdout</c> or <c>stderr</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The line.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written, in local time.</summary>
    [JsonPropertyName("ts")]
    public DateTime WrittenAt { get; init; }

    /// <summary>What the server read it from: <c>sandbox</c>, or a word that a newer server uses.</summary>
    [JsonIgnore]
    public string? Source { get; internal set; }

    /// <summary>The line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => Text;
}
