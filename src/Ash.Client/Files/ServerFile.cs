using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A file that the server keeps, as it lists it.</summary>
public abstract class ServerFile : AshModel
{
    private protected ServerFile()
    {
    }

    /// <summary>Where it lies, with <c>/</c> between folders.</summary>
    public required string Path { get; init; }

    /// <summary>Its name: the last part of the path.</summary>
    [JsonIgnore]
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Its size in bytes.</summary>
    [JsonPropertyName("size")]
    public long Length { get; init; }

    /// <summary>When it was last written, in local time.</summary>
    public DateTime ModifiedAt { get; init; }

    /// <summary>The path.</summary>
    /// <returns>The path.</returns>
    public override string ToString() => Path;
}
