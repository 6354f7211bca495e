using System.Text.Json.Serialization;
using Ash.Transcripts;

namespace Ash;

/// <summary>What was used, in sum.</summary>
public sealed class UsageTotals : AshModel
{
    /// <summary>The session that was asked for; null where it was all of them.</summary>
    [JsonIgnore]
    public string? SessionId { get; internal set; }

    /// <summary>The agent that was asked for; null where it was all of them.</summary>
    [JsonIgnore]
    public string? AgentName { get; internal set; }

    /// <summary>Tokens read.</summary>
    [JsonPropertyName("totalInputTokens")]
    public long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    [JsonPropertyName("totalOutputTokens")]
    public long OutputTokens { get; init; }

    /// <summary>Tokens written to the prompt cache.</summary>
    [JsonPropertyName("totalCacheCreationTokens")]
    public long CacheCreationTokens { get; init; }

    /// <summary>Tokens read from the prompt cache.</summary>
    [JsonPropertyName("totalCacheReadTokens")]
    public long CacheReadTokens { get; init; }

    /// <summary>Tools used. A server of version 0.2.0 counts none.</summary>
    [JsonPropertyName("totalToolCalls")]
    public long ToolCalls { get; init; }

    /// <summary>Turns that came to a result.</summary>
    [JsonPropertyName("totalMessages")]
    public long Messages { get; init; }

    /// <summary>How long sandboxes computed. A server of version 0.2.0 does not count it.</summary>
    [JsonPropertyName("totalComputeSeconds")]
    [JsonConverter(typeof(Http.SecondsConverter))]
    public TimeSpan ComputeTime { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Words.Count(Messages, "message")}, {InputTokens} in, {OutputTokens} out";
}
