using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;

namespace Ash.Http;

/// <summary>Sends one request and gives back its answer, or the one exception that says why there is none.</summary>
internal sealed class AshTransport : IDisposable
{
    /// <summary>
    /// From this size on the server is asked before the body is sent (<c>Expect: 100-continue</c>, which it honours): it closes the
    /// socket on a body that is too large, and its 413 would be lost in a broken pipe.
    /// </summary>
    private const int AskBeforeSendingBytes = 256 * 1024;

    private static readonly ProductInfoHeaderValue UserAgent =
        new("Ash.Client", typeof(AshTransport).Assembly.GetName().Version!.ToString(3));

    private readonly HttpMessageInvoker _http;
    private readonly AshClientOptions _options;
    private readonly Action<AshNotice> _onNotice;
    private readonly TimeSpan _maxRetryWait;
    private readonly ResiliencePipeline _readRetry;
    private readonly ResiliencePipeline _writeRetry;

    public AshTransport(AshClientOptions options)
        : this(options, new HttpMessageInvoker(CreateHandler(options)), new(), static _ => { }, options.MaxRetryWait)
    {
    }

    private AshTransport(
        AshClientOptions options, HttpMessageInvoker http, ReadAheadBudget readAhead, Action<AshNotice> onNotice, TimeSpan maxRetryWait)
    {
        if (!options.Server.IsAbsoluteUri || options.Server.Scheme is not ("http" or "https"))
            throw Require.ServerAddress(options.Server.OriginalString);
        Require.ApiKey(options.ApiKey);
        _options = options;
        _http = http;
        ReadAhead = readAhead;
        _onNotice = onNotice;
        _maxRetryWait = maxRetryWait;
        _readRetry = RetryPolicy.Create(RetryPolicy.MayRepeatRead, maxRetryWait, options.Clock, onNotice);
        _writeRetry = RetryPolicy.Create(RetryPolicy.MayRepeatWrite, maxRetryWait, options.Clock, onNotice);
    }

    public Uri Server => _options.Server;

    public TimeProvider Clock => _options.Clock;

    /// <summary>How far the streams of this client may be read ahead together.</summary>
    public ReadAheadBudget ReadAhead { get; }

    public TimeSpan AskAfterSilence => _options.AskAfterSilence;

    /// <summary>The key goes over the network as readable text.</summary>
    public bool ExposesKey => _options.ApiKey is not null && Server.Scheme == "http" && !Server.IsLoopback;

    /// <summary>Whether whoever knows this knows most of the key that the requests bring.</summary>
    public bool GivesKeyAway(string beginning) =>
        _options.ApiKey is { } key && beginning.Length * 2 > key.Length && key.StartsWith(beginning, StringComparison.Ordinal);

    /// <summary>The proxy that stands between, without a password that may be in its address; null where there is none.</summary>
    public Uri? Proxy
    {
        get
        {
            IWebProxy? proxy = _options.Proxy ?? (IsHere(Server) ? null : HttpClient.DefaultProxy);
            if (proxy is null || proxy.IsBypassed(Server) || proxy.GetProxy(Server) is not { } address) return null;
            return new UriBuilder(address) { UserName = string.Empty, Password = string.Empty }.Uri;
        }
    }

    public void Notify(AshNoticeKind kind, string message) => _onNotice(new(kind, message));

    public AshTransport Observe(Action<AshNotice> onNotice, TimeSpan? maxRetryWait) =>
        new(_options, _http, ReadAhead, onNotice, maxRetryWait ?? _maxRetryWait);

    public Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, answer, cancellationToken);

    /// <summary>Gets what is no JSON.</summary>
    public Task<TAnswer> GetAsync<TAnswer>(
        string path, Func<byte[], HttpResponseMessage, TAnswer> read, CancellationToken cancellationToken) =>
        ExecuteAsync(HttpMethod.Get, path, static _ => null, read, TimeSpan.Zero, cancellationToken);

    public Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken) =>
        SendAsync(method, path, RequestJson.Write(body, bodyType), answer, cancellationToken);

    public Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, answer, TimeSpan.Zero, cancellationToken);

    /// <summary>Sends a request whose answer is empty, or says nothing that its status does not.</summary>
    public Task SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken) =>
        ExecuteAsync(method, path, _ => Content(method, body), static (_, _) => true, TimeSpan.Zero, cancellationToken);

    /// <summary>Sends a request whose answer may take longer than others, by <paramref name="extraTime"/>.</summary>
    public Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, JsonTypeInfo<TAnswer> answer, TimeSpan extraTime, CancellationToken cancellationToken) =>
        ExecuteAsync(
            method, path, _ => Content(method, body), (content, response) => Read(content, response, answer, path), extraTime, cancellationToken);

    /// <summary>
    /// Sends files in a body that is written while it goes out. The server's time to answer begins anew with each piece of it, so that no
    /// upload is too slow as long as it moves.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="json">The JSON around the files.</param>
    /// <param name="field">Its field that the files go into.</param>
    /// <param name="files">The files.</param>
    /// <param name="answer">How the answer is read.</param>
    /// <param name="extraTime">How much longer than others the answer may take.</param>
    /// <param name="onSent">Is told how many bytes of the files have been sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<TAnswer> UploadAsync<TAnswer>(
        string path, byte[] json, string field, IReadOnlyList<LocalFile> files, JsonTypeInfo<TAnswer> answer, TimeSpan extraTime,
        Action<long> onSent, CancellationToken cancellationToken) =>
        ExecuteAsync(
            HttpMethod.Post, path,
            keepWaiting => new FileContent(json, field, files, sent =>
            {
                keepWaiting();
                onSent(sent);
            }),
            (content, response) => Read(content, response, answer, path), extraTime, cancellationToken);

    /// <summary>Opens what the server sends as a file. It is asked again where that fails before the first bytes are there.</summary>
    /// <param name="path">The path.</param>
    /// <param name="extraTime">How much longer than others the answer may take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<FileDownload> DownloadAsync(string path, TimeSpan extraTime, CancellationToken cancellationToken)
    {
        TimeSpan timeout = WithExtra(extraTime);
        return await _readRetry.ExecuteAsync(async token =>
        {
            using CancellationTokenSource expired = new(timeout, _options.Clock);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token, expired.Token);
            HttpRequestMessage request = CreateRequest(HttpMethod.Get, path, content: null);
            HttpResponseMessage? response = null;
            try
            {
                response = await ExchangeAsync(request, path, deadline.Token).ConfigureAwait(false);
                if (response.Content.Headers.ContentDisposition is null)
                {
                    string type = response.Content.Headers.ContentType?.MediaType ?? "an unknown type";
                    throw AnswerFailure.NotAnAshServer(response, path, $"it answers with {type} where a file is due");
                }
                return await FileDownload.BeginAsync(response, path, Server, _options, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                response?.Dispose();
                if (e is AshException) throw;
                throw AnswerFailure.FromTransport(e, request, path, Server, timeout, token);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a body and opens the event stream that answers it. The caller disposes the response.</summary>
    /// <param name="path">The path.</param>
    /// <param name="body">The body.</param>
    /// <param name="bodyType">How it is written.</param>
    /// <param name="atWork">Is told before each try that the server may be at work, and behind a try that was turned away that it is not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<HttpResponseMessage> OpenEventStreamAsync<TBody>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, Action<bool> atWork, CancellationToken cancellationToken)
    {
        byte[] content = RequestJson.Write(body, bodyType);
        return await _writeRetry.ExecuteAsync(async token =>
        {
            using CancellationTokenSource expired = new(_options.Timeout, _options.Clock);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token, expired.Token);
            HttpRequestMessage request = CreateRequest(HttpMethod.Post, path, Content(HttpMethod.Post, content));
            request.Headers.Accept.Add(new("text/event-stream"));
            atWork(true);
            try
            {
                HttpResponseMessage response = await ExchangeAsync(request, path, deadline.Token).ConfigureAwait(false);
                if (IsEventStream(response)) return response;
                response.Dispose();
                throw AnswerFailure.NotAnAshServer(response, path, "an event stream was due");
            }
            catch (Exception e)
            {
                Exception failure = e is AshException ? e : AnswerFailure.FromTransport(e, request, path, Server, _options.Timeout, token);
                if (failure is AshApiException { WasTurnedAway: true }) atWork(false);
                throw failure;
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(AshClientOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            // A redirect would take the key along, or turn a POST into a GET: it is an error that names the new address instead.
            AllowAutoRedirect = false,
            UseCookies = false,
            // Many sessions may stream at once, each on its own connection.
            MaxConnectionsPerServer = int.MaxValue,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = WideReads.ConnectAsync,
            // A stream that is left early is closed at once, not drained for the sake of the connection.
            MaxResponseDrainSize = 0,
        };
        // The proxy of the system is somewhere else, and leads nowhere near this machine.
        if (options.Proxy is not null) handler.Proxy = options.Proxy;
        else handler.UseProxy = !IsHere(options.Server);
        if (options.SkipCertificateCheck)
        {
#pragma warning disable CA5359 // The caller asked for just this.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        return handler;
    }

    private static bool IsHere(Uri server) => server is { IsAbsoluteUri: true, IsLoopback: true };

    private static bool IsEventStream(HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase);

    private ResiliencePipeline RetryFor(HttpMethod method) => method == HttpMethod.Get ? _readRetry : _writeRetry;

    private TimeSpan WithExtra(TimeSpan time) => _options.Timeout == Timeout.InfiniteTimeSpan ? _options.Timeout : _options.Timeout + time;

    /// <param name="method">The method.</param>
    /// <param name="path">The path.</param>
    /// <param name="open">Makes the body, once for each try. It is given what to call when a part of it has gone out.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="extraTime">How much longer than others the answer may take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<TAnswer> ExecuteAsync<TAnswer>(
        HttpMethod method, string path, Func<Action, HttpContent?> open, Func<byte[], HttpResponseMessage, TAnswer> read, TimeSpan extraTime,
        CancellationToken cancellationToken)
    {
        TimeSpan timeout = WithExtra(extraTime);
        return await RetryFor(method).ExecuteAsync(async token =>
        {
            using CancellationTokenSource expired = new(timeout, _options.Clock);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token, expired.Token);
            HttpRequestMessage request = CreateRequest(method, path, open(() => expired.CancelAfter(timeout)));
            try
            {
                using HttpResponseMessage response = await ExchangeAsync(request, path, deadline.Token).ConfigureAwait(false);
                byte[] content = await response.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
                return read(content, response);
            }
            catch (Exception e) when (e is not AshException)
            {
                throw AnswerFailure.FromTransport(e, request, path, Server, timeout, token);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    private HttpRequestMessage CreateRequest(HttpMethod method, string path, HttpContent? content)
    {
        HttpRequestMessage request = new(method, new Uri(Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + path)) { Content = content };
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Accept.Add(new("application/json"));
        if (_options.ApiKey is { } key) request.Headers.Authorization = new("Bearer", key);
        if (content?.Headers.ContentLength >= AskBeforeSendingBytes) request.Headers.ExpectContinue = true;
        return request;
    }

    private static ByteArrayContent? Content(HttpMethod method, byte[]? body)
    {
        // A content type without a body is a 400, so it comes with the body alone.
        if (body is not null) return new(body) { Headers = { ContentType = new("application/json") } };
        // The handler itself repeats a request whose connection closes without an answer, but not once it has sent a body. So a write
        // always has one, if an empty one: the server may have acted on it.
        return method == HttpMethod.Get ? null : new([]);
    }

    private async Task<HttpResponseMessage> ExchangeAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        HttpResponseMessage response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        _onNotice(new(AshNoticeKind.Request,
            $"{request.Method} {path}: {(int)response.StatusCode} in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms"));
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            byte[] body = await ReadRefusalAsync(response, cancellationToken).ConfigureAwait(false);
            throw AnswerFailure.FromResponse(response, body, path, _options.Clock);
        }
    }

    /// <summary>The body of a refusal, or nothing where the server closed before its end: the status says enough.</summary>
    private static async Task<byte[]> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return [];
        }
    }

    private static TAnswer Read<TAnswer>(byte[] content, HttpResponseMessage response, JsonTypeInfo<TAnswer> answer, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(content, answer)
                ?? throw AnswerFailure.NotAnAshServer(response, path, "the answer is null");
        }
        catch (JsonException)
        {
            string? type = response.Content.Headers.ContentType?.MediaType;
            throw AnswerFailure.NotAnAshServer(response, path, type?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true
                ? $"its JSON is not what {path} answers"
                : $"it answers with {type ?? "an unknown type"} where JSON is due");
        }
    }
}
