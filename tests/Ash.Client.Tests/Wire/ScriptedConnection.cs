using System.Net.Sockets;
using System.Text;

namespace Ash.Tests;

/// <summary>The server's end of one connection: reads requests byte for byte and writes what the script says.</summary>
internal sealed class ScriptedConnection(Socket socket, Stream stream, ScriptedServer server) : IDisposable
{
    private readonly MemoryStream _unread = new();

    /// <summary>Reads a whole request; null where the client closed instead.</summary>
    public async Task<SeenRequest?> ReadRequestAsync()
    {
        if (await ReadHeadAsync() is not { } request) return null;
        request.Body = await ReadBodyAsync(request.ContentLength);
        return request;
    }

    /// <summary>Reads a request up to its empty line, and records it; null where the client closed instead.</summary>
    public async Task<SeenRequest?> ReadHeadAsync()
    {
        int end;
        while ((end = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync()) return null;
        }
        SeenRequest request = new(Encoding.ASCII.GetString(Take(end)));
        Take(4);
        server.Record(request);
        return request;
    }

    /// <summary>Reads so much of a body.</summary>
    public async Task<byte[]> ReadBodyAsync(int length)
    {
        while (_unread.Length < length)
        {
            if (!await FillAsync()) throw new IOException("The client closed the connection within a body.");
        }
        return Take(length);
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, server.Stopping);
        await stream.FlushAsync(server.Stopping);
    }

    /// <summary>Passes on everything that the client sends from now on.</summary>
    public Task CopyToAsync(Stream other) => stream.CopyToAsync(other, server.Stopping);

    /// <summary>Passes on to the client everything that comes from there.</summary>
    public Task CopyFromAsync(Stream other) => other.CopyToAsync(stream, server.Stopping);

    /// <summary>Waits for the test's word.</summary>
    public Task Until(Task signal) => signal.WaitAsync(server.Stopping);

    /// <summary>Waits until the client has closed the connection, in order or not.</summary>
    public Task ClosedByClientAsync() => CountUntilClosedAsync();

    /// <summary>The same, and counts the bytes that still come.</summary>
    public async Task<int> CountUntilClosedAsync()
    {
        int count = 0;
        try
        {
            do
            {
                count += (int)_unread.Length;
                _unread.SetLength(0);
            }
            while (await FillAsync());
        }
        catch (IOException)
        {
            // A reset is a close too.
        }
        return count;
    }

    /// <summary>Closes in order: the client reads an end.</summary>
    public void Close() => socket.Shutdown(SocketShutdown.Both);

    /// <summary>Breaks the connection: the client reads an error.</summary>
    public void Reset()
    {
        socket.LingerState = new(true, 0);
        socket.Close();
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private ReadOnlySpan<byte> Unread => _unread.GetBuffer().AsSpan(0, (int)_unread.Length);

    private async Task<bool> FillAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        int read = await stream.ReadAsync(buffer, server.Stopping);
        _unread.Position = _unread.Length;
        _unread.Write(buffer, 0, read);
        return read > 0;
    }

    private byte[] Take(int length)
    {
        byte[] taken = Unread[..length].ToArray();
        byte[] rest = Unread[length..].ToArray();
        _unread.SetLength(0);
        _unread.Write(rest);
        return taken;
    }
}
