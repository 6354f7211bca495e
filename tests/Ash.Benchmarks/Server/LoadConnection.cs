using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Ash.Benchmarks;

/// <summary>One connection to the load server: requests one after the other.</summary>
internal sealed class LoadConnection(Socket socket, SessionList sessions)
{
    private const string StreamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";

    /// <summary>How often a paced turn sends.</summary>
    private const int TicksPerSecond = 10;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    public async Task RunAsync()
    {
        try
        {
            using (socket)
            {
                while (await ReadRequestAsync() is { } request) await AnswerAsync(request);
            }
        }
        catch (SocketException)
        {
            // The client left.
        }
    }

    private async Task AnswerAsync(Request request)
    {
        string[] path = request.Path.Split(['/', '?'], StringSplitOptions.RemoveEmptyEntries);
        switch (request.Method, path)
        {
            case ("POST", ["api", "sessions", _, "messages"]):
                await StreamAsync(CannedTurn.For(ContentOf(request.Body)));
                break;
            case ("GET", ["api", "sessions", _, "messages", ..]):
                await SendJsonAsync(StoredHistory.Page(request.Path));
                break;
            case ("GET", ["health"]):
                await SendJsonAsync("""{"status":"ok","version":"0.2.0","uptime":1000000000}""");
                break;
            case (_, ["api", "agents", ..]):
                await SendJsonAsync("""{"agents":[{"id":"00000000-0000-4000-8000-000000000000","name":"load","version":1}]}""");
                break;
            case ("POST", ["api", "sessions"]):
                await SendJsonAsync(sessions.Create());
                break;
            case ("GET", ["api", "sessions", { Length: 36 } id]):
                await SendJsonAsync(SessionList.Get(id));
                break;
            case ("GET", ["api", "sessions", ..]):
                await SendJsonAsync(sessions.All());
                break;
            default:
                await SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
                break;
        }
    }

    private async Task StreamAsync(CannedTurn turn)
    {
        await SendAsync(Encoding.ASCII.GetBytes(StreamHead));
        if (turn.PerSecond is { } rate)
        {
            using PeriodicTimer tick = new(TimeSpan.FromSeconds(1.0 / TicksPerSecond));
            foreach (ReadOnlyMemory<byte> piece in turn.Pieces(Math.Max(1, rate / TicksPerSecond)))
            {
                await SendAsync(piece);
                await tick.WaitForNextTickAsync();
            }
        }
        else
        {
            foreach (ReadOnlyMemory<byte> piece in turn.Pieces()) await SendAsync(piece);
        }
        await SendAsync("0\r\n\r\n"u8.ToArray());
    }

    private static string ContentOf(ReadOnlyMemory<byte> body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("content").GetString()!;
    }

    private Task SendJsonAsync(string json) => SendAsync(Encoding.UTF8.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>The next request; null where the client has closed. What comes behind it waits in the buffer.</summary>
    private async Task<Request?> ReadRequestAsync()
    {
        int headEnd;
        while ((headEnd = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            if (!await FillAsync()) return null;

        string[] head = Encoding.ASCII.GetString(_buffer, 0, headEnd).Split("\r\n");
        string? length = head.FirstOrDefault(static h => h.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        int bodyStart = headEnd + 4;
        int bodyEnd = bodyStart + (length is null ? 0 : int.Parse(length.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture));
        while (_filled < bodyEnd)
            if (!await FillAsync()) return null;

        string[] line = head[0].Split(' ');
        Request request = new(line[0], line[1], _buffer[bodyStart..bodyEnd]);
        _buffer.AsSpan(bodyEnd, _filled - bodyEnd).CopyTo(_buffer);
        _filled -= bodyEnd;
        return request;
    }

    private async Task<bool> FillAsync()
    {
        int read = await socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += read;
        return read > 0;
    }

    private sealed record Request(string Method, string Path, byte[] Body);
}
