namespace Ash;

/// <summary><c>error</c>: the turn failed.</summary>
public sealed class ErrorEvent : AshEvent
{
    internal ErrorEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>What the server says of it.</summary>
    public string Message => Root.Text("error") ?? GetJson();

    /// <inheritdoc/>
    public override string ToString() => Message;
}
