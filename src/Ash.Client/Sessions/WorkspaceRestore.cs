using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What became of a workspace that was put back.</summary>
public sealed class WorkspaceRestore : AshModel
{
    /// <summary>The session.</summary>
    [JsonIgnore]
    public string SessionId { get; internal set; } = string.Empty;

    /// <summary>The size of the bundle, in bytes.</summary>
    [JsonIgnore]
    public long Length { get; internal set; }

    /// <summary>Where the files went, in the server's words: into the live sandbox, or into a snapshot for the next resume.</summary>
    public string? Message { get; init; }

    /// <summary>Where the files went.</summary>
    /// <returns>The server's words.</returns>
    public override string ToString() => Message ?? string.Empty;
}
