namespace Ash;

/// <summary><c>done</c>: the last event. It follows some failures too, so it alone does not mean success.</summary>
public sealed class DoneEvent : AshEvent
{
    internal DoneEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>
    /// The stream was ended by a command that ran in the session: the server then sends <c>done</c> with an empty session id.
    /// </summary>
    public bool IsTakenOver => Root.Text("sessionId") is { Length: 0 };

    /// <inheritdoc/>
    public override string ToString() => string.Empty;
}
