using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What a shell command in a sandbox did.</summary>
public sealed class CommandResult : AshModel
{
    /// <summary>The session it ran in.</summary>
    [JsonIgnore]
    public string SessionId { get; internal set; } = string.Empty;

    /// <summary>The command line.</summary>
    [JsonIgnore]
    public string Command { get; internal set; } = string.Empty;

    /// <summary>The exit code; 1 also where the command ran out of time or was killed by a signal.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    [JsonPropertyName("stdout")]
    public string Output { get; init; } = string.Empty;

    /// <summary>What it wrote to standard error.</summary>
    [JsonPropertyName("stderr")]
    public string ErrorOutput { get; init; } = string.Empty;

    /// <summary>What it wrote to standard output.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public override string ToString() => Output;
}
