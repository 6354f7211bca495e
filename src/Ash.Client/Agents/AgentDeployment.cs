namespace Ash;

/// <summary>What a deploy did.</summary>
public sealed class AgentDeployment
{
    internal AgentDeployment(Agent agent) => Agent = agent;

    /// <summary>The agent as deployed.</summary>
    public Agent Agent { get; }

    /// <summary>The agent's name.</summary>
    public string Name => Agent.Name;

    /// <summary>The agent's version, one up.</summary>
    public int Version => Agent.Version;

    /// <summary>The agent's folder on the server.</summary>
    public string? Path => Agent.Path;

    /// <summary>The names of the environment variables its sessions get, each with <c>***</c> in place of its value.</summary>
    public IReadOnlyDictionary<string, string>? Environment => Agent.Environment;

    /// <summary>How many files were uploaded; null where none were to be.</summary>
    public int? FileCount { get; init; }

    /// <summary>The size of those files together, in bytes.</summary>
    public long? Length { get; init; }

    /// <summary>Files that were on the server and are no longer in the folder, and were removed.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The name, so that a deploy can stand in a string where the agent's name is meant.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
