using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Ash.Emulation.Http;

/// <summary>
/// The body of an answer that is written as it comes to be, each part in a chunk of its own. Parts that are ready at the same
/// time leave in one write.
/// </summary>
internal sealed class ChunkedBody(Stream stream)
{
    private readonly ArrayBufferWriter<byte> _pending = new(16 * 1024);

    public int PendingLength => _pending.WrittenCount;

    public static byte[] HeadBytes(DateTimeOffset now, string contentType) => Encoding.Latin1.GetBytes(
        "HTTP/1.1 200 OK\r\n" +
        $"Content-Type: {contentType}\r\n" +
        "Cache-Control: no-cache\r\n" +
        // The server says so even to a client that asked it to close.
        "Connection: keep-alive\r\n" +
        $"Date: {now.ToString("R", CultureInfo.InvariantCulture)}\r\n" +
        "Transfer-Encoding: chunked\r\n\r\n");

    public void Add(ReadOnlySpan<byte> chunk)
    {
        // An empty chunk would say that the body ends.
        if (chunk.IsEmpty)
            return;
        var span = _pending.GetSpan(chunk.Length + 16);
        Utf8Formatter.TryFormat(chunk.Length, span, out var length, new StandardFormat('x'));
        "\r\n"u8.CopyTo(span[length..]);
        length += 2;
        chunk.CopyTo(span[length..]);
        length += chunk.Length;
        "\r\n"u8.CopyTo(span[length..]);
        _pending.Advance(length + 2);
    }

    public void AddUnframed(ReadOnlySpan<byte> bytes) => _pending.Write(bytes);

    public void AddLastChunk() => _pending.Write("0\r\n\r\n"u8);

    public async Task FlushAsync()
    {
        if (_pending.WrittenCount == 0)
            return;
        await stream.WriteAsync(_pending.WrittenMemory).ConfigureAwait(false);
        _pending.ResetWrittenCount();
    }
}
