namespace Ash;

/// <summary>Every failure of the client. Used itself where nothing was sent.</summary>
public class AshException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="innerException">What it came from.</param>
    public AshException(AshErrorCause cause, string message, Exception? innerException = null)
        : base(message, innerException) => Cause = cause;

    /// <summary>Why.</summary>
    public AshErrorCause Cause { get; }
}
