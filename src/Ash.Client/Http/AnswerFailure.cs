using System.Text.Json;

namespace Ash.Http;

/// <summary>Turns an answer that is not the one that was due, or none at all, into the exception that says so.</summary>
internal static class AnswerFailure
{
    /// <summary>How many characters of a server's words stand in a message; <see cref="AshApiException.ServerMessage"/> has them all.</summary>
    private const int MostShown = 1000;

    public static AshApiException FromResponse(HttpResponseMessage response, byte[] body, string path, TimeProvider clock)
    {
        int status = (int)response.StatusCode;
        string? serverMessage = ReadMessage(body);
        // Ash redirects nobody, knows no status of its own, and says why it does not find something.
        if (status is (>= 300 and < 400) or < 200 or >= 600 || (serverMessage is null && status is 404 or 405))
        {
            return NotAnAshServer(response, path,
                response.Headers.Location is { } location ? $"it redirects to {location}" : $"it answers {status} without an Ash error");
        }

        AshErrorCause cause = CauseOf(status, serverMessage ?? string.Empty);
        string said = ToShow(serverMessage ?? (string.IsNullOrWhiteSpace(response.ReasonPhrase) ? "no reason given" : response.ReasonPhrase));
        if (status == 407) said = $"The proxy wants a user name and a password: {said}";
        TimeSpan? retryAfter = ReadRetryAfter(response, clock);
        string more = (cause, retryAfter) switch
        {
            (AshErrorCause.PayloadTooLarge, _) => $" The most it takes here is {BodyLimitOf(path)}.",
            (_, { } wait) when status is 429 or 503 => $" The server asks to wait until {clock.GetLocalNow() + wait:HH:mm:ss}.",
            _ => string.Empty,
        };
        return new(cause, $"{said.TrimEnd('.')} ({response.RequestMessage?.Method} {path}: {status}).{more}")
        {
            StatusCode = status,
            ServerMessage = serverMessage ?? response.ReasonPhrase,
            Method = response.RequestMessage?.Method.Method,
            Path = path,
            RetryAfter = retryAfter,
        };
    }

    public static AshApiException NotAnAshServer(HttpResponseMessage response, string path, string why) =>
        new(AshErrorCause.NotAnAshServer,
            $"What answers at {AddressOf(response.RequestMessage!.RequestUri!)} is not an Ash server: {why}.")
        {
            StatusCode = (int)response.StatusCode,
            Method = response.RequestMessage?.Method.Method,
            Path = path,
        };

    /// <summary>A failure before there was an answer. A caller that cancelled gets its own exception back.</summary>
    public static Exception FromTransport(
        Exception failure, HttpRequestMessage request, string path, Uri server, TimeSpan timeout, CancellationToken callerToken)
    {
        if (failure is OperationCanceledException && callerToken.IsCancellationRequested) return failure;

        string at = AddressOf(server);
        HttpRequestError error = (failure as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        (AshErrorCause cause, string message) = failure switch
        {
            // The handler's own limit for a connection, which is shorter than the caller's for an answer.
            OperationCanceledException { InnerException: TimeoutException } =>
                (AshErrorCause.ServerUnreachable, $"No connection to {at} in time."),
            OperationCanceledException =>
                (AshErrorCause.RequestTimedOut, $"{at} did not answer {request.Method} {path} within {timeout.TotalSeconds:0.#} s."),
            ObjectDisposedException => (AshErrorCause.InvalidRequest, $"The connection to {at} has been closed: connect again."),
            _ => error switch
            {
                HttpRequestError.NameResolutionError =>
                    (AshErrorCause.NameResolutionFailed, $"The name {server.Host} does not resolve."),
                HttpRequestError.SecureConnectionError =>
                    (AshErrorCause.TlsFailed, $"No trusted TLS connection to {at}: {Innermost(failure)}"),
                HttpRequestError.ConnectionError =>
                    (AshErrorCause.ServerUnreachable, $"No connection to {at}: {Innermost(failure)}"),
                HttpRequestError.ProxyTunnelError when IsProxyLogin(failure) =>
                    (AshErrorCause.AuthenticationFailed, $"The proxy wants a user name and a password before it connects to {at}: 407."),
                HttpRequestError.ProxyTunnelError =>
                    (AshErrorCause.ServerUnreachable, $"The proxy did not connect to {at}: {Innermost(failure)}"),
                HttpRequestError.InvalidResponse =>
                    (AshErrorCause.NotAnAshServer, $"What answers at {at} does not speak HTTP."),
                _ => (AshErrorCause.ServerUnreachable,
                    $"The connection to {at} broke before {request.Method} {path} was answered: {Innermost(failure)}"),
            },
        };
        return new AshApiException(cause, message, failure)
        {
            StatusCode = cause == AshErrorCause.AuthenticationFailed ? 407 : null,
            Method = request.Method.Method,
            Path = path,
            NothingSent = failure is OperationCanceledException { InnerException: TimeoutException }
                || error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
    }

    /// <summary>A failure within a file that the server sends. A caller that cancelled gets its own exception back.</summary>
    public static Exception FromDownload(
        Exception failure, string path, Uri server, long received, long? length, TimeSpan timeout, CancellationToken callerToken)
    {
        if (failure is OperationCanceledException && callerToken.IsCancellationRequested) return failure;

        string at = AddressOf(server);
        string part = length is null ? $"{received:N0} bytes" : $"{received:N0} of {length:N0} bytes";
        (AshErrorCause cause, string message) = failure switch
        {
            OperationCanceledException =>
                (AshErrorCause.RequestTimedOut, $"{at} sent nothing more for {timeout.TotalSeconds:0.#} s after {part} of GET {path}."),
            ObjectDisposedException => (AshErrorCause.InvalidRequest, $"The connection to {at} has been closed: connect again."),
            _ => (AshErrorCause.ServerUnreachable, $"The connection to {at} broke after {part} of GET {path}: {Innermost(failure)}"),
        };
        return new AshApiException(cause, message, failure) { Method = "GET", Path = path };
    }

    /// <summary>The handler has the status of a proxy that makes no tunnel nowhere but in its words.</summary>
    private static bool IsProxyLogin(Exception failure) => failure.Message.Contains("'407'", StringComparison.Ordinal);

    /// <summary>Scheme, host and port, without a password that may stand before the host.</summary>
    private static string AddressOf(Uri server) => server.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static string BodyLimitOf(string path) => path switch
    {
        _ when !path.StartsWith("/api/sessions/", StringComparison.Ordinal) => "1 MiB",
        _ when path.EndsWith("/messages", StringComparison.Ordinal) => "50 MiB",
        _ when path.EndsWith("/files", StringComparison.Ordinal) => "200 MiB",
        _ when path.EndsWith("/workspace", StringComparison.Ordinal) => "134 MiB",
        _ => "1 MiB",
    };

    private static string Innermost(Exception failure)
    {
        string text = failure.GetBaseException().Message;
        return text.EndsWith('.') ? text : text + ".";
    }

    private static AshErrorCause CauseOf(int status, string message) => status switch
    {
        401 or 403 or 407 => AshErrorCause.AuthenticationFailed,
        404 when message.StartsWith("Route ", StringComparison.Ordinal) => AshErrorCause.NotFound,
        404 when message.StartsWith("Agent directory not found", StringComparison.Ordinal) => AshErrorCause.AgentFolderMissing,
        404 when message.StartsWith("Agent version ", StringComparison.Ordinal) => AshErrorCause.NotFound,
        404 when message.StartsWith("Agent ", StringComparison.Ordinal) => AshErrorCause.AgentNotFound,
        404 when message.StartsWith("Session ", StringComparison.Ordinal) => AshErrorCause.SessionNotFound,
        404 => AshErrorCause.NotFound,
        410 => AshErrorCause.SessionEnded,
        413 => AshErrorCause.PayloadTooLarge,
        422 => AshErrorCause.AgentFolderMissing,
        429 => AshErrorCause.RateLimited,
        // The texts of the session state machine: `Session is paused`, `Cannot pause session with status "ended"`.
        400 when message is "Session is ended" || message.EndsWith("with status \"ended\"", StringComparison.Ordinal) =>
            AshErrorCause.SessionEnded,
        400 when message.StartsWith("Session is ", StringComparison.Ordinal)
            || message.Contains("session with status", StringComparison.Ordinal) => AshErrorCause.SessionNotActive,
        400 when message.StartsWith("Cannot cancel item with status", StringComparison.Ordinal) => AshErrorCause.QueueItemNotPending,
        503 when message.StartsWith("Sandbox capacity", StringComparison.Ordinal) => AshErrorCause.CapacityReached,
        500 when LostSandbox.IsToldBy(message) => AshErrorCause.SandboxLost,
        500 when message.StartsWith("Credential storage not configured", StringComparison.Ordinal) =>
            AshErrorCause.CredentialStorageNotConfigured,
        >= 500 => AshErrorCause.ServerError,
        _ => AshErrorCause.InvalidRequest,
    };

    /// <summary>A server's words as part of a message: not by the screenful, and without what a terminal would obey.</summary>
    private static string ToShow(string text)
    {
        if (text.Length > MostShown) text = text[..MostShown] + " …";
        return string.Create(text.Length, text, static (shown, text) =>
        {
            for (int i = 0; i < shown.Length; i++) shown[i] = char.IsControl(text[i]) && text[i] is not ('\n' or '\t') ? ' ' : text[i];
        });
    }

    private static string? ReadMessage(byte[] body)
    {
        try
        {
            string? text = JsonSerializer.Deserialize(body, AshJsonContext.Default.ErrorBody)?.Text;
            return string.IsNullOrWhiteSpace(text) ? null : text;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? ReadRetryAfter(HttpResponseMessage response, TimeProvider clock)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
