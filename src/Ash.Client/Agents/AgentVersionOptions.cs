namespace Ash;

/// <summary>How a version is made: the body of <c>POST /api/agents/{name}/versions</c>.</summary>
public sealed class AgentVersionOptions
{
    /// <summary>The version's name; <c>v</c> and its number where it is null.</summary>
    public string? Name { get; init; }

    /// <summary>The system prompt.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>What changed.</summary>
    public string? ReleaseNotes { get; init; }

    /// <summary>Paths of the files that belong to the version.</summary>
    public IReadOnlyList<string>? KnowledgeFiles { get; init; }

    /// <summary>The number of the version whose prompt and files it takes where it is given none.</summary>
    public int? CloneFrom { get; init; }
}
