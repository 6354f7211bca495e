using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Ash.Emulation.Http;

/// <summary>One client's connection: its requests are answered one after the other, in the order they came.</summary>
internal sealed class HttpConnection
{
    private const int HeadLimit = 16 * 1024;
    private const long DrainLimit = 256L * 1024 * 1024;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly Socket _socket;

    private HttpConnection(Socket socket, Stream stream, TimeProvider clock)
    {
        _socket = socket;
        Stream = stream;
        Clock = clock;
        Inbound = new InboundBuffer(stream);
    }

    public Stream Stream { get; }

    public InboundBuffer Inbound { get; }

    public TimeProvider Clock { get; }

    /// <summary>Serves the connection until it ends; never throws.</summary>
    public static async Task ServeAsync(
        Socket socket, X509Certificate2? certificate, TimeProvider clock, Func<HttpExchange, Task> answer, CancellationToken stopping)
    {
        try
        {
            using (socket)
            await using (var stream = await OpenAsync(socket, certificate).ConfigureAwait(false))
            {
                var connection = new HttpConnection(socket, stream, clock);
                await connection.AnswerAllAsync(answer, stopping).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsEndOfConnection(exception))
        {
            // The client left, or the server stopped: either way there is nobody to tell.
        }
    }

    /// <summary>Ends the connection where it is: with a plain end of the bytes, or with a reset.</summary>
    public void Cut(bool reset)
    {
        if (!reset)
        {
            // Not closed yet: while a read is under way closing would be a reset.
            _socket.Shutdown(SocketShutdown.Both);
            return;
        }

        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    private static async Task<Stream> OpenAsync(Socket socket, X509Certificate2? certificate)
    {
        var network = new NetworkStream(socket, ownsSocket: true);
        if (certificate is null)
            return network;
        var secure = new SslStream(network);
        try
        {
            await secure.AuthenticateAsServerAsync(certificate).ConfigureAwait(false);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task AnswerAllAsync(Func<HttpExchange, Task> answer, CancellationToken stopping)
    {
        try
        {
            while (await ReadHeadAsync().ConfigureAwait(false) is { } head)
            {
                using var exchange = new HttpExchange(this, head, stopping);
                if (head.ExpectsContinue)
                    await exchange.SendContinueAsync().ConfigureAwait(false);
                await answer(exchange).ConfigureAwait(false);
                if (!await exchange.FinishAsync().ConfigureAwait(false))
                    break;
            }
        }
        catch (InvalidDataException)
        {
            await RefuseAsync(400, "Client Error").ConfigureAwait(false);
        }

        await LingerAsync().ConfigureAwait(false);
    }

    private async Task<RequestHead?> ReadHeadAsync()
    {
        while (true)
        {
            SkipBlankLines();
            var unread = Inbound.Unread;
            var end = unread.Span.IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = RequestHead.Parse(unread.Span[..end]) ?? throw new InvalidDataException("This is no HTTP request.");
                Inbound.Consume(end + 4);
                return head;
            }

            // Bytes of another protocol may never hold a blank line: their first line tells.
            var line = unread.Span.IndexOf((byte)'\n');
            if (line >= 0 && RequestHead.Parse(unread.Span[..line]) is null)
                throw new InvalidDataException("This is no HTTP request.");
            if (unread.Length > HeadLimit)
            {
                await RefuseAsync(431, "Exceeded maximum allowed HTTP header size").ConfigureAwait(false);
                return null;
            }

            if (!await Inbound.FillAsync(unread.Length).ConfigureAwait(false))
                return null;
        }
    }

    // Old clients send an empty line after a body.
    private void SkipBlankLines()
    {
        while (Inbound.Unread.Length > 0 && Inbound.Unread.Span[0] is (byte)'\r' or (byte)'\n')
            Inbound.Consume(1);
    }

    private async Task RefuseAsync(int status, string message)
    {
        var reason = ReasonPhrases.Of(status);
        var body = $$"""{"error":"{{reason}}","message":"{{message}}","statusCode":{{status}}}""";
        var text = $"HTTP/1.1 {status} {reason}\r\nContent-Length: {body.Length}\r\nContent-Type: application/json\r\n\r\n{body}";
        await Stream.WriteAsync(Encoding.ASCII.GetBytes(text)).ConfigureAwait(false);
    }

    /// <summary>
    /// Says that nothing more comes, and lets the client finish what it is sending. Closing with unread bytes in the socket
    /// would reset the connection, and the client would lose the answer.
    /// </summary>
    private async Task LingerAsync()
    {
        if (Stream is SslStream secure)
            await secure.ShutdownAsync().ConfigureAwait(false);
        _socket.Shutdown(SocketShutdown.Send);
        try
        {
            var drained = 0L;
            do
            {
                var unread = Inbound.Unread.Length;
                drained += unread;
                Inbound.Consume(unread);
            }
            while (drained < DrainLimit && await Inbound.FillAsync(seen: 0).WaitAsync(DrainTime).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            // It neither sends nor leaves: it has had its answer.
        }
    }

    private static bool IsEndOfConnection(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or AuthenticationException or OperationCanceledException;
}
