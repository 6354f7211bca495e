namespace Ash;

/// <summary>A case that an agent is evaluated with: a question, and what the answer should and should not speak of.</summary>
public sealed class EvalCase : AshModel
{
    /// <summary>The case's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name.</summary>
    public required string AgentName { get; init; }

    /// <summary>What the agent is asked.</summary>
    public required string Question { get; init; }

    /// <summary>Texts that the answer should have in it, upper and lower case the same.</summary>
    public IReadOnlyList<string>? ExpectedTopics { get; init => field = ReadableList<string>.From(value); }

    /// <summary>Texts that the answer should not have in it, upper and lower case the same.</summary>
    public IReadOnlyList<string>? ExpectedNotTopics { get; init => field = ReadableList<string>.From(value); }

    /// <summary>A good answer, for people to compare with.</summary>
    public string? ReferenceAnswer { get; init; }

    /// <summary>The case's category, such as <c>safety</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The case's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init => field = ReadableList<string>.From(value); }

    /// <summary>What was said before the question.</summary>
    public IReadOnlyList<EvalChatMessage>? ChatHistory { get; init => field = ReadableList<EvalChatMessage>.From(value); }

    /// <summary>Whether runs take it up.</summary>
    public required bool IsActive { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last changed, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Question;
}
