namespace Ash.Emulation.Routing;

/// <summary>
/// The framework says no, before any handler saw the request: <c>{"statusCode", "code", "error", "message"}</c>. A route that
/// declares the status in its schema loses all of it but the reason phrase.
/// </summary>
internal sealed class InvalidRequestException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Whether the request could not be read to its end, so that the connection has to be closed.</summary>
    public bool Closes { get; init; }

    public static InvalidRequestException Validation(string message) => new(400, "FST_ERR_VALIDATION", message);
}
