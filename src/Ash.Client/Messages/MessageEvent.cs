using System.Text.Json;

namespace Ash;

/// <summary>
/// <c>message</c>: a message of the Claude Agent SDK, whole. It follows the events that the server made from it.
/// </summary>
public sealed class MessageEvent : AshEvent
{
    internal MessageEvent(EventFrame frame, string messageType)
        : base(frame) => MessageType = messageType;

    /// <summary>The SDK's word: <c>system</c>, <c>assistant</c>, <c>user</c>, <c>result</c> or <c>stream_event</c>.</summary>
    public string MessageType { get; }

    /// <summary>The SDK's second word, for example <c>init</c>, <c>success</c> or <c>error_max_turns</c>.</summary>
    public string? Subtype => Root.Text("subtype");

    /// <summary><c>assistant</c> or <c>user</c>; null where the message is nobody's.</summary>
    public string? Role => Root.Member("message").Text("role");

    /// <summary>It is part of a message that comes whole later.</summary>
    public bool IsPartial => MessageType == "stream_event";

    /// <summary>It is of a subagent, not of the conversation itself.</summary>
    public bool IsSubagent => Root.Text("parent_tool_use_id") is not null;

    /// <summary>The text of a message, or the answer of a result. Empty where there is none.</summary>
    public string Text => MessageType switch
    {
        "result" => Root.Text("result") ?? string.Empty,
        _ => GetContent().ContentText(),
    };

    /// <summary>For a result: the turn failed. Null for other messages.</summary>
    public bool? IsError => MessageType == "result" ? Result.IsError : null;

    /// <summary>For a result: what the turn cost, in US dollars.</summary>
    public decimal? CostUsd => Result.CostUsd;

    /// <summary>For a result: how long the turn took.</summary>
    public TimeSpan? Duration => Result.Duration;

    /// <summary>For a result: how often the model was asked.</summary>
    public int? Turns => Result.Turns;

    /// <summary>For a result: the tokens of the turn.</summary>
    public TokenUsage? Usage => MessageType == "result" ? Result.Usage : null;

    /// <summary>For a result that failed: why. Null otherwise.</summary>
    public string? ErrorText => MessageType == "result" ? Result.ErrorText : null;

    private ResultMessage Result => new(Root);

    /// <summary>The content: a string, or an array of blocks.</summary>
    /// <returns>JSON; <see cref="JsonValueKind.Undefined"/> where there is none.</returns>
    public JsonElement GetContent() => Root.Member("message").Member("content");

    /// <summary>For a result: the answer that follows <see cref="MessageOptions.OutputSchema"/>.</summary>
    /// <returns>JSON; <see cref="JsonValueKind.Undefined"/> where there is none.</returns>
    public JsonElement GetStructuredOutput() => MessageType == "result" ? Result.Structured : default;

    /// <inheritdoc/>
    public override string ToString() => MessageType switch
    {
        "result" => Result.ToString(),
        "system" => $"{Subtype} {Root.Text("model")}".TrimEnd(),
        "stream_event" => Root.Member("event").Text("type") ?? string.Empty,
        _ => string.Join(" ", GetContent().Summaries()),
    };

    /// <summary>The blocks that a user message gives back to the model, in order.</summary>
    internal IEnumerable<JsonElement> ToolResultBlocks() =>
        GetContent().Elements().Where(static block => block.Text("type") == "tool_result");
}
