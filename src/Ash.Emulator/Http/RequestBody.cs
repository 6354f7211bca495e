using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ash.Emulation.Http;

/// <summary>Reads the body of one request, of a known length or in chunks.</summary>
internal sealed class RequestBody(InboundBuffer inbound, RequestHead head)
{
    private const int ChunkLineLimit = 4096;

    /// <summary>Whether all of it was taken from the connection, so that another request can follow.</summary>
    public bool IsRead { get; private set; } = !head.HasBody;

    /// <summary>The whole body, or null when it is longer than <paramref name="limit"/>.</summary>
    public async Task<byte[]?> ReadAsync(long limit)
    {
        if (IsRead)
            return [];
        if (head.ContentLength > limit)
            return null;
        var body = head.IsChunked
            ? await ReadChunksAsync(limit).ConfigureAwait(false)
            : await ReadLengthAsync(head.ContentLength).ConfigureAwait(false);
        IsRead = body is not null;
        return body;
    }

    private async Task<byte[]> ReadLengthAsync(long length)
    {
        var body = new byte[length];
        await CopyAsync(body).ConfigureAwait(false);
        return body;
    }

    private async Task<byte[]?> ReadChunksAsync(long limit)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var size = ParseSize(await ReadLineAsync().ConfigureAwait(false));
            if (size == 0)
                break;
            if (body.WrittenCount + size > limit)
                return null;
            await CopyAsync(body.GetMemory((int)size)[..(int)size]).ConfigureAwait(false);
            body.Advance((int)size);
            await ReadLineAsync().ConfigureAwait(false);
        }

        while ((await ReadLineAsync().ConfigureAwait(false)).Length > 0)
        {
            // Trailers carry nothing an Ash server reads.
        }

        return body.WrittenSpan.ToArray();
    }

    private async Task CopyAsync(Memory<byte> target)
    {
        while (target.Length > 0)
        {
            var unread = inbound.Unread;
            if (unread.Length == 0)
            {
                await FillAsync(seen: 0).ConfigureAwait(false);
                continue;
            }

            var count = Math.Min(unread.Length, target.Length);
            unread[..count].CopyTo(target);
            inbound.Consume(count);
            target = target[count..];
        }
    }

    private async Task<string> ReadLineAsync()
    {
        while (true)
        {
            var unread = inbound.Unread;
            var end = unread.Span.IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.Latin1.GetString(unread.Span[..end]).TrimEnd('\r');
                inbound.Consume(end + 1);
                return line;
            }

            if (unread.Length > ChunkLineLimit)
                throw new InvalidDataException("A chunk's size line has no end.");
            await FillAsync(unread.Length).ConfigureAwait(false);
        }
    }

    private async Task FillAsync(int seen)
    {
        if (!await inbound.FillAsync(seen).ConfigureAwait(false))
            throw new EndOfStreamException("The client left in the middle of its request.");
    }

    private static long ParseSize(string line)
    {
        var size = line.Split(';')[0].Trim();
        return uint.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException("A chunk's size is no number.");
    }
}
