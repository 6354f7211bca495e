using System.Text.Json;

namespace Ash;

/// <summary>A turn as a whole: what was answered, which tools were used, what it cost and how it ended.</summary>
public sealed class Turn
{
    private readonly IReadOnlyList<AshEvent> _events;
    private readonly ReadableList<AshEvent> _shownEvents;

    internal Turn(IReadOnlyList<AshEvent> events, Func<object, object>? itemView)
    {
        _events = events;
        _shownEvents = new(events, itemView);
    }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>How the turn ended.</summary>
    public required TurnOutcome Outcome { get; init; }

    /// <summary>The message that it answers; null where nothing came back.</summary>
    public string? Message => _events.OfType<SessionStartEvent>().FirstOrDefault()?.Message;

    /// <summary>What the agent wrote, without what its subagents did; the texts of several messages stand on lines of their own.</summary>
    public required string Text { get; init; }

    /// <summary>The tools the agent used, in order.</summary>
    public required IReadOnlyList<ToolCall> ToolCalls { get; init; }

    /// <summary>What the turn cost, in US dollars; null where it had no result.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The tokens of the turn; null where it had no result.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Tokens read, without those that came from the prompt cache or went there; null where the turn had no result.</summary>
    public long? InputTokens => Usage?.InputTokens;

    /// <summary>Tokens written; null where the turn had no result.</summary>
    public long? OutputTokens => Usage?.OutputTokens;

    /// <summary>From the first event to the last, by this machine's clock.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How often the model was asked; null where the turn had no result.</summary>
    public int? Turns { get; init; }

    /// <summary>Why the turn did not complete; null where it did.</summary>
    public string? Error { get; init; }

    /// <summary>All events, in order.</summary>
    /// <returns>The events.</returns>
    public IReadOnlyList<AshEvent> GetEvents() => _shownEvents;

    /// <summary>The answer that follows <see cref="MessageOptions.OutputSchema"/>, as far as the model kept to it.</summary>
    /// <returns>JSON; <see cref="JsonValueKind.Undefined"/> where there is none.</returns>
    public JsonElement GetResult() =>
        _events.OfType<MessageEvent>().LastOrDefault(static message => message.MessageType == "result")?.GetStructuredOutput() ?? default;

    /// <summary>The text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;
}
