using Ash.Http;

namespace Ash;

/// <summary><c>session_start</c>: always the first event of a turn.</summary>
public sealed class SessionStartEvent : AshEvent
{
    private readonly MessageContent? _sent;

    internal SessionStartEvent(EventFrame frame, MessageContent? sent)
        : base(frame) => _sent = sent;

    /// <summary>The message that the turn answers: what was sent, for the server does not repeat it.</summary>
    public string? Message => _sent?.Text;

    /// <summary>What went with the message.</summary>
    public IReadOnlyList<MessageAttachment> Attachments => _sent?.Attachments ?? [];

    /// <summary>The server's version.</summary>
    public string? Version => Root.Text("version");

    /// <inheritdoc/>
    public override string ToString() => $"server {Version}";
}
