namespace Ash;

/// <summary><c>session_end</c>: the session ended.</summary>
public sealed class SessionEndEvent : AshEvent
{
    internal SessionEndEvent(EventFrame frame)
        : base(frame)
    {
    }
}
