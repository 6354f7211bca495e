namespace Ash;

/// <summary>What to change of a version: the body of <c>PATCH /api/agents/{name}/versions/{versionNumber}</c>. Null leaves as is.</summary>
public sealed class AgentVersionChange
{
    /// <summary>The version's name.</summary>
    public string? Name { get; init; }

    /// <summary>The system prompt; an empty one leaves it to the agent's CLAUDE.md.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>What changed.</summary>
    public string? ReleaseNotes { get; init; }

    /// <summary>Paths of the files that belong to the version.</summary>
    public IReadOnlyList<string>? KnowledgeFiles { get; init; }
}
