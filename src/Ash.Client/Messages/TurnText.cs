namespace Ash;

/// <summary>Finds the text that the agent itself writes in the events of a turn, each piece once.</summary>
public sealed class TurnText
{
    private bool _hadDeltas;

    /// <summary>Looks at the next event of the turn.</summary>
    /// <param name="next">The event.</param>
    /// <returns>
    /// Text that is new with it; null where there is none. With partial messages these are the pieces as they are written, and the
    /// whole message behind them is not repeated.
    /// </returns>
    public string? Next(AshEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        switch (next)
        {
            case TextDeltaEvent delta:
                _hadDeltas = true;
                return delta.Delta;
            case MessageEvent { MessageType: "assistant", IsSubagent: false } message when message.Text is { Length: > 0 } text:
                if (!_hadDeltas) return text;
                _hadDeltas = false;
                return null;
            default:
                return null;
        }
    }
}
