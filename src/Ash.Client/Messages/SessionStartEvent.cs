using Ash.Http;

namespace Ash;

/// <summary><c>session_start</c>: always the first event of a turn.</summary>
public sealed class SessionStartEvent : AshEvent
{
    internal SessionStartEvent(EventFrame frame, MessageContent? sent)
        : base(frame)
    {
        Message = sent?.Text;
        Attachments = new ReadableList<MessageAttachment>(sent?.Attachments ?? []);
    }

    /// <summary>The message that the turn answers: what was sent, for the server does not repeat it.</summary>
    public string? Message { get; }

    /// <summary>What went with the message.</summary>
    public IReadOnlyList<MessageAttachment> Attachments { get; }

    /// <summary>The server's version.</summary>
    public string? Version => Root.Text("version");

    /// <inheritdoc/>
    public override string ToString() => $"server {Version}";
}
