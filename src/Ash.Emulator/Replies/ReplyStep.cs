namespace Ash.Emulation;

/// <summary>One thing the emulated agent does in a turn.</summary>
public abstract record ReplyStep;

/// <summary>The agent says something: an assistant message with a text block.</summary>
/// <param name="Text">What it says.</param>
public sealed record TextStep(string Text) : ReplyStep;

/// <summary>The agent thinks: an assistant message with a thinking block.</summary>
/// <param name="Thinking">What it thinks.</param>
public sealed record ThinkingStep(string Thinking) : ReplyStep;

/// <summary>The agent uses a tool and gets its result.</summary>
/// <param name="Name">The tool's name, such as <c>Bash</c>.</param>
/// <param name="Input">The input, a JSON object.</param>
/// <param name="Result">What the tool answers.</param>
/// <param name="IsError">Whether the tool fails.</param>
public sealed record ToolUseStep(string Name, string Input, string Result, bool IsError = false) : ReplyStep;

/// <summary>The model fails: an <c>error</c> event, after which the stream ends without <c>done</c>.</summary>
/// <param name="Error">The error text.</param>
public sealed record FailureStep(string Error) : ReplyStep;

/// <summary>Decides what the result message at the end of the turn says. What is null stays as it would be.</summary>
public sealed record ResultStep : ReplyStep
{
    /// <summary>The subtype, such as <c>error_max_turns</c>; everything but <c>success</c> comes without a result text.</summary>
    public string Subtype { get; init; } = "success";

    /// <summary>Whether the turn failed; by default, when the subtype is not <c>success</c>.</summary>
    public bool? IsError { get; init; }

    /// <summary>What the turn cost, in US dollars.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Error texts.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>The result text; by default, the last text of the turn.</summary>
    public string? Result { get; init; }
}

/// <summary>Any frame, sent as it is.</summary>
/// <param name="EventType">The event's type.</param>
/// <param name="Json">Its data, in one line; a real server sends JSON, but nothing checks that this is.</param>
public sealed record FrameStep(string EventType, string Json) : ReplyStep;
