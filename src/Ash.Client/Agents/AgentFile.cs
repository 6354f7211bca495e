using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A file in an agent's folder on the server.</summary>
public sealed class AgentFile : ServerFile
{
    /// <summary>The agent's name.</summary>
    [JsonIgnore]
    public string AgentName { get; internal set; } = string.Empty;
}
