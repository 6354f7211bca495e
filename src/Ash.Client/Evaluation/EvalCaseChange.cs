using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What to change of an eval case: the body of <c>PATCH /api/agents/{name}/eval-cases/{id}</c>. Null leaves as is.</summary>
public sealed class EvalCaseChange
{
    /// <summary>What the agent is asked.</summary>
    public string? Question { get; init; }

    /// <summary>Texts that the answer should have in it; an empty list expects none.</summary>
    public IReadOnlyList<string>? ExpectedTopics { get; init; }

    /// <summary>Texts that the answer should not have in it; an empty list forbids none.</summary>
    public IReadOnlyList<string>? ExpectedNotTopics { get; init; }

    /// <summary>A good answer, for people to compare with; an empty one takes it away.</summary>
    [JsonConverter(typeof(Http.EmptyAsNullConverter))]
    public string? ReferenceAnswer { get; init; }

    /// <summary>The case's category; an empty one takes it away.</summary>
    [JsonConverter(typeof(Http.EmptyAsNullConverter))]
    public string? Category { get; init; }

    /// <summary>The case's tags.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What was said before the question.</summary>
    public IReadOnlyList<EvalChatMessage>? ChatHistory { get; init; }

    /// <summary>Whether runs take it up.</summary>
    public bool? IsActive { get; init; }
}
