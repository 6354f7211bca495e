using System.Text.Json;

namespace Ash.Transcripts;

/// <summary>Something in a conversation that a reader sees.</summary>
/// <param name="At">When, in local time; null where nobody knows.</param>
internal abstract record Entry(DateTime? At);

/// <summary>Who says something.</summary>
internal enum Speaker
{
    User,
    Agent,
    Subagent,
}

/// <summary>A message.</summary>
/// <param name="At">When.</param>
/// <param name="Speaker">Whose.</param>
/// <param name="Text">What it says.</param>
/// <param name="Attachments">What goes with it.</param>
/// <param name="IsWhole">The stream did not end in the middle of it.</param>
internal sealed record Said(DateTime? At, Speaker Speaker, string Text, IReadOnlyList<Attached> Attachments, bool IsWhole = true) : Entry(At);

/// <summary>What the model thinks.</summary>
internal sealed record Thought(DateTime? At, Speaker Speaker, string Text) : Entry(At);

/// <summary>A tool that is used; its result comes later, or not at all.</summary>
internal sealed record ToolUsed(DateTime? At, Speaker Speaker, string? Id, string Name, JsonElement Input) : Entry(At)
{
    /// <summary>What it gave back; null where no result came or none is kept.</summary>
    public string? Result { get; private set; }

    public IReadOnlyList<Attached> Pictures { get; private set; } = [];

    public bool IsError { get; private set; }

    public bool HasResult { get; private set; }

    public void Complete(string? result, IReadOnlyList<Attached> pictures, bool isError)
    {
        if (HasResult) return;
        HasResult = true;
        Result = result;
        Pictures = pictures;
        IsError = isError;
    }
}

/// <summary>Something went wrong.</summary>
internal sealed record Failure(DateTime? At, string Text) : Entry(At);

/// <summary>Something that is nobody's word: a session that is paused, a frame that cannot be read.</summary>
internal sealed record Note(DateTime? At, string Text) : Entry(At);

/// <summary>The end of a turn.</summary>
/// <param name="At">When.</param>
/// <param name="Outcome">How; null where nobody knows.</param>
/// <param name="Reason">Why it did not complete.</param>
internal sealed record TurnEnd(DateTime? At, TurnOutcome? Outcome, string? Reason) : Entry(At)
{
    public decimal? CostUsd { get; init; }

    public TokenUsage? Usage { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>How often the model was asked.</summary>
    public int? ModelCalls { get; init; }

    /// <summary>The answer that follows a schema.</summary>
    public JsonElement Structured { get; init; }
}
