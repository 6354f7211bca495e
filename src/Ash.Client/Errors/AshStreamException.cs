namespace Ash;

/// <summary>A turn that did not complete. Every event that came before it was handed out first.</summary>
public sealed class AshStreamException : AshException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="innerException">What it came from.</param>
    public AshStreamException(AshErrorCause cause, string message, Exception? innerException = null)
        : base(cause, message, innerException)
    {
    }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>How the turn ended.</summary>
    public required TurnOutcome Outcome { get; init; }

    /// <summary>How many events came before.</summary>
    public required long EventsReceived { get; init; }
}
