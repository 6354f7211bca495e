namespace Ash;

/// <summary>How an eval case is made: the body of <c>POST /api/agents/{name}/eval-cases</c>, and of each case that is imported.</summary>
public sealed class EvalCaseOptions
{
    /// <summary>What the agent is asked.</summary>
    public required string Question { get; init; }

    /// <summary>Texts that the answer should have in it, upper and lower case the same.</summary>
    public IReadOnlyList<string>? ExpectedTopics { get; init; }

    /// <summary>Texts that the answer should not have in it, upper and lower case the same.</summary>
    public IReadOnlyList<string>? ExpectedNotTopics { get; init; }

    /// <summary>A good answer, for people to compare with.</summary>
    public string? ReferenceAnswer { get; init; }

    /// <summary>The case's category, such as <c>safety</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The case's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What was said before the question.</summary>
    public IReadOnlyList<EvalChatMessage>? ChatHistory { get; init; }

    /// <summary>Whether runs take it up; null means that they do.</summary>
    public bool? IsActive { get; init; }

    /// <summary>What makes a case like one that exists.</summary>
    /// <param name="known">The case.</param>
    /// <returns>The options.</returns>
    public static EvalCaseOptions From(EvalCase known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new()
        {
            Question = known.Question,
            ExpectedTopics = known.ExpectedTopics,
            ExpectedNotTopics = known.ExpectedNotTopics,
            ReferenceAnswer = known.ReferenceAnswer,
            Category = known.Category,
            Tags = known.Tags,
            ChatHistory = known.ChatHistory,
            IsActive = known.IsActive,
        };
    }
}
