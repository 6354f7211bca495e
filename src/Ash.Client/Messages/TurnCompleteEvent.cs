using System.Text.Json;

namespace Ash;

/// <summary><c>turn_complete</c>: the agent's work on the turn is over. It comes after a failure too.</summary>
public sealed class TurnCompleteEvent : AshEvent
{
    internal TurnCompleteEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>How often the model was asked in this session.</summary>
    public int? Turns => Root.Member("numTurns") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int turns) ? turns : null;

    /// <summary>The answer; null after a failure.</summary>
    public string? Result => Root.Text("result");

    /// <inheritdoc/>
    public override string ToString() => Result ?? string.Empty;
}
