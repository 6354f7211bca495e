namespace Ash;

/// <summary><c>session_start</c>: always the first event of a turn.</summary>
public sealed class SessionStartEvent : AshEvent
{
    internal SessionStartEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>The server's version.</summary>
    public string? Version => Root.Text("version");

    /// <inheritdoc/>
    public override string ToString() => $"server {Version}";
}
