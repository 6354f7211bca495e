using System.Text;

namespace Ash;

/// <summary>Makes a <see cref="Turn"/> from its events as they come.</summary>
public sealed class TurnBuilder
{
    private readonly string _sessionId;
    private readonly TimeProvider _clock;
    private readonly List<AshEvent> _events = [];
    private readonly DateTimeOffset _start;
    private readonly StringBuilder _text = new();

    /// <summary>Starts a turn.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="clock">The clock that <see cref="Turn.Duration"/> goes by; null is the system's.</param>
    public TurnBuilder(string sessionId, TimeProvider? clock = null)
    {
        _sessionId = sessionId;
        _clock = clock ?? TimeProvider.System;
        _start = _clock.GetUtcNow();
    }

    /// <summary>Adds the next event.</summary>
    /// <param name="next">The event.</param>
    public void Add(AshEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _events.Add(next);
        // Whole messages only: with partial messages their pieces came before and say the same.
        if (next is not MessageEvent { MessageType: "assistant", IsSubagent: false } message) return;
        if (message.Text is not { Length: > 0 } text) return;
        if (_text.Length > 0) _text.Append('\n');
        _text.Append(text);
    }

    /// <summary>Ends the turn.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="error">Why it did not complete.</param>
    /// <returns>The turn.</returns>
    public Turn Build(TurnOutcome outcome, string? error = null)
    {
        MessageEvent? result = _events.OfType<MessageEvent>().LastOrDefault(static m => m.MessageType == "result");
        Dictionary<string, ToolResultEvent> results = new(StringComparer.Ordinal);
        foreach (ToolResultEvent e in _events.OfType<ToolResultEvent>())
            if (e.ToolUseId is { } id) results[id] = e;
        return new()
        {
            SessionId = _sessionId,
            Outcome = outcome,
            Text = _text.ToString(),
            ToolCalls = _events.OfType<ToolUseEvent>()
                .Select(use => new ToolCall(use, use.Id is { } id ? results.GetValueOrDefault(id) : null)).ToList(),
            CostUsd = result?.CostUsd,
            Usage = result?.Usage,
            Turns = result?.Turns,
            Duration = _clock.GetUtcNow() - _start,
            Error = error,
            Events = _events,
        };
    }
}
