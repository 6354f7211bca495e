namespace Ash.Http;

/// <summary>
/// The server's two error shapes in one: handlers answer <c>{error, statusCode}</c>, the framework <c>{statusCode, code, error,
/// message}</c> with the status's name as <c>error</c>.
/// </summary>
internal sealed class ErrorBody
{
    public string? Error { get; set; }

    public string? Message { get; set; }

    public string? Text => Message ?? Error;
}
