using System.Text.Json;
using System.Text.Json.Serialization;
using Ash.Http;

namespace Ash;

/// <summary>The tokens of a turn.</summary>
public sealed class TokenUsage : AshModel
{
    /// <summary>Tokens read.</summary>
    [JsonPropertyName("input_tokens")]
    public long InputTokens { get; init; }

    /// <summary>Tokens written.</summary>
    [JsonPropertyName("output_tokens")]
    public long OutputTokens { get; init; }

    /// <summary>Tokens written to the prompt cache.</summary>
    [JsonPropertyName("cache_creation_input_tokens")]
    public long CacheCreationTokens { get; init; }

    /// <summary>Tokens read from the prompt cache.</summary>
    [JsonPropertyName("cache_read_input_tokens")]
    public long CacheReadTokens { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{InputTokens} in, {OutputTokens} out";

    internal static TokenUsage? From(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object) return null;
        try
        {
            return usage.Deserialize(AshJsonContext.Default.TokenUsage);
        }
        catch (JsonException)
        {
            // Numbers that are none: the message itself still holds them for whoever wants to see.
            return null;
        }
    }
}
