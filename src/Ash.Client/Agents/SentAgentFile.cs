namespace Ash;

/// <summary>What became of a file that was sent to an agent's folder.</summary>
public sealed class SentAgentFile : SentFile
{
    /// <summary>The agent's name.</summary>
    public string AgentName { get; internal set; } = string.Empty;
}
