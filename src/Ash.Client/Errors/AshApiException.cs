namespace Ash;

/// <summary>A call that failed: the server refused it, or was not reached.</summary>
public sealed class AshApiException : AshException
{
    /// <summary>Makes an exception.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="message">What happened, for a person.</param>
    /// <param name="innerException">What it came from.</param>
    public AshApiException(AshErrorCause cause, string message, Exception? innerException = null)
        : base(cause, message, innerException)
    {
    }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The server's own words; null where there was no answer.</summary>
    public string? ServerMessage { get; init; }

    /// <summary>The HTTP method.</summary>
    public string? Method { get; init; }

    /// <summary>The path and query.</summary>
    public string? Path { get; init; }

    /// <summary>How long the server asks to wait before the next try.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>No connection was made, so the server cannot have acted. Of a request that was sent and not answered nobody knows.</summary>
    public bool NothingSent { get; init; }

    /// <summary>The server has no such route, whatever the item.</summary>
    internal bool IsRouteUnknown => Cause == AshErrorCause.NotFound && ServerMessage?.StartsWith("Route ", StringComparison.Ordinal) == true;

    /// <summary>The request did not get as far as the server, or was turned away there: nothing is at work on it.</summary>
    internal bool WasTurnedAway =>
        StatusCode is not null || NothingSent || Cause == AshErrorCause.InvalidRequest;
}
