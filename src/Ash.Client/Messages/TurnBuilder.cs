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
    private readonly StringBuilder _pieces = new();

    /// <summary>Starts a turn.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="clock">The clock that <see cref="Turn.Duration"/> goes by; null is the system's.</param>
    public TurnBuilder(string sessionId, TimeProvider? clock = null)
    {
        _sessionId = sessionId;
        _clock = clock ?? TimeProvider.System;
        _start = _clock.GetUtcNow();
    }

    /// <summary>
    /// What stands for a tool call or an event where somebody enumerates those of a turn without knowing their type, as a shell does that
    /// shows more of them than their own properties (and Enumerable.OfType does too); null is the thing itself.
    /// </summary>
    public Func<object, object>? ItemView { get; init; }

    /// <summary>Adds the next event.</summary>
    /// <param name="next">The event.</param>
    public void Add(AshEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        _events.Add(next);
        // With partial messages the pieces come first and the whole says the same; of a message that was cut there are only the pieces.
        if (next is TextDeltaEvent piece) _pieces.Append(piece.Delta);
        if (next is not MessageEvent { MessageType: "assistant", IsSubagent: false } message || message.Text.Length == 0) return;
        _pieces.Clear();
        Append(message.Text);
    }

    /// <summary>Ends the turn.</summary>
    /// <param name="outcome">How.</param>
    /// <param name="error">Why it did not complete.</param>
    /// <returns>The turn.</returns>
    public Turn Build(TurnOutcome outcome, string? error = null)
    {
        if (_pieces.Length > 0) Append(_pieces.ToString());
        _pieces.Clear();
        MessageEvent? result = _events.OfType<MessageEvent>().LastOrDefault(static m => m.MessageType == "result");
        Dictionary<string, ToolResultEvent> results = new(StringComparer.Ordinal);
        foreach (ToolResultEvent e in _events.OfType<ToolResultEvent>())
            if (e.ToolUseId is { } id) results[id] = e;
        return new(_events, ItemView)
        {
            SessionId = _sessionId,
            Outcome = outcome,
            Text = _text.ToString(),
            ToolCalls = new ReadableList<ToolCall>(
                _events.OfType<ToolUseEvent>().Select(use => new ToolCall(use, use.Id is { } id ? results.GetValueOrDefault(id) : null)), ItemView),
            CostUsd = result?.CostUsd,
            Usage = result?.Usage,
            Turns = result?.Turns,
            Duration = _clock.GetUtcNow() - _start,
            Error = error,
        };
    }

    private void Append(string text)
    {
        if (_text.Length > 0) _text.Append('\n');
        _text.Append(text);
    }
}
