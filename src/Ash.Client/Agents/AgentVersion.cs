namespace Ash;

/// <summary>A version of an agent: a system prompt under a number. New sessions get the prompt of the active one.</summary>
public sealed class AgentVersion : AshModel
{
    /// <summary>The version's id, a UUID. Routes go by <see cref="VersionNumber"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name.</summary>
    public required string AgentName { get; init; }

    /// <summary>The version's number: 1, 2, … It has nothing to do with how often the agent was deployed.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>The version's name: <c>v</c> and its number, unless it was given one.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the agent's active version, of which there is one at the most.</summary>
    public required bool IsActive { get; init; }

    /// <summary>The system prompt; null leaves it to the agent's CLAUDE.md.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>What changed.</summary>
    public string? ReleaseNotes { get; init; }

    /// <summary>Paths of the files that belong to the version.</summary>
    public IReadOnlyList<string>? KnowledgeFiles { get; init => field = ReadableList<string>.From(value); }

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it last changed, in local time. Activating a version changes all versions of the agent.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{AgentName} version {VersionNumber}";
}
