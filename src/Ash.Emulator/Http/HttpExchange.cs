namespace Ash.Emulation.Http;

/// <summary>One request and the answer to it.</summary>
internal sealed class HttpExchange : IDisposable
{
    // Node reads on and throws away what a handler left unread; beyond this it is cheaper to close.
    private const long UnreadBodyLimit = 1024 * 1024;

    private readonly HttpConnection _connection;
    private readonly RequestBody _body;
    private readonly CancellationTokenSource _left;
    private bool _mustClose;

    internal HttpExchange(HttpConnection connection, RequestHead request, CancellationToken stopping)
    {
        _connection = connection;
        _left = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Request = request;
        _body = new RequestBody(connection.Inbound, request);
    }

    public RequestHead Request { get; }

    public TimeProvider Clock => _connection.Clock;

    /// <summary>Cancelled when the connection ends before the answer does: the client left, or the server stops.</summary>
    public CancellationToken ClientLeft => _left.Token;

    /// <summary>Whether any of the answer was written.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Headers every plain answer to this request starts with.</summary>
    public List<(string Name, string Value)> CommonHeaders { get; } = [];

    /// <summary>Told the status when the answer begins.</summary>
    public Action<int> Answered { get; set; } = _ => { };

    public Task<byte[]?> ReadBodyAsync(long limit) => _body.ReadAsync(limit);

    /// <summary>From here on the client is watched: the request was read, so the next thing it can do is leave.</summary>
    public void WatchClient()
    {
        if (_body.IsRead)
            _ = _connection.Inbound.WatchAsync(() => _ = _left.CancelAsync());
    }

    /// <summary>
    /// Called before the last bytes are written: a client that has them may leave, and has then left after the answer.
    /// </summary>
    public void StopWatchingClient() => _connection.Inbound.StopWatching();

    public async Task ReplyAsync(HttpReply reply)
    {
        IsAnswered = true;
        Answered(reply.Status);
        StopWatchingClient();
        _mustClose |= reply.Closes;
        var keepAlive = !Request.WantsClose && !_mustClose;
        var head = reply.HeadBytes(Clock.GetUtcNow(), keepAlive, CommonHeaders);
        var body = Request.Method == "HEAD" ? default : reply.Body;
        if (body.Length is > 0 and < 64 * 1024)
        {
            // One write, so that a small answer is one packet.
            var whole = new byte[head.Length + body.Length];
            head.CopyTo(whole, 0);
            body.CopyTo(whole.AsMemory(head.Length));
            await _connection.Stream.WriteAsync(whole, CancellationToken.None).ConfigureAwait(false);
            return;
        }

        await _connection.Stream.WriteAsync(head, CancellationToken.None).ConfigureAwait(false);
        if (body.Length > 0)
            await _connection.Stream.WriteAsync(body, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Promises the whole reply, writes the first bytes of its body, and ends the connection.</summary>
    public async Task ReplyInPartAsync(HttpReply reply, int bytes, bool reset)
    {
        Answered(reply.Status);
        await WriteRawAsync(reply.HeadBytes(Clock.GetUtcNow(), keepAlive: true, CommonHeaders)).ConfigureAwait(false);
        await WriteRawAsync(reply.Body[..Math.Min(bytes, reply.Body.Length)]).ConfigureAwait(false);
        Cut(reset);
    }

    public async Task<ChunkedBody> StartChunkedAsync(string contentType)
    {
        IsAnswered = true;
        Answered(200);
        await _connection.Stream.WriteAsync(ChunkedBody.HeadBytes(Clock.GetUtcNow(), contentType), CancellationToken.None)
            .ConfigureAwait(false);
        return new ChunkedBody(_connection.Stream);
    }

    /// <summary>Writes bytes as they are, HTTP or not, and ends the connection afterwards.</summary>
    public async Task WriteRawAsync(ReadOnlyMemory<byte> bytes)
    {
        IsAnswered = true;
        _mustClose = true;
        await _connection.Stream.WriteAsync(bytes, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Ends the connection as it stands, without the end of the answer.</summary>
    public void Cut(bool reset = false)
    {
        IsAnswered = true;
        _mustClose = true;
        _connection.Cut(reset);
    }

    /// <summary>Brings the connection to where the next request starts; false when it has to be closed.</summary>
    internal async Task<bool> FinishAsync()
    {
        StopWatchingClient();
        if (!IsAnswered || _mustClose || Request.WantsClose || _left.IsCancellationRequested)
            return false;
        return _body.IsRead || await _body.ReadAsync(UnreadBodyLimit).ConfigureAwait(false) is not null;
    }

    internal Task SendContinueAsync() =>
        _connection.Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), CancellationToken.None).AsTask();

    public void Dispose()
    {
        StopWatchingClient();
        _left.Dispose();
    }
}
