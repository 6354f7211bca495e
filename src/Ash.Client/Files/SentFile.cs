using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What became of a file that was sent.</summary>
public abstract class SentFile : AshModel
{
    private protected SentFile()
    {
    }

    /// <summary>Where it lies on the server, or was to lie.</summary>
    [JsonInclude]
    public string Path { get; internal set; } = string.Empty;

    /// <summary>Its size in bytes.</summary>
    [JsonPropertyName("size")]
    [JsonInclude]
    public long Length { get; internal set; }

    /// <summary>The server has written it.</summary>
    [JsonInclude]
    public bool Written { get; internal set; }

    /// <summary>Why it was not written, in the server's words; null where it was.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>The path.</summary>
    /// <returns>The path.</returns>
    public override string ToString() => Path;
}
