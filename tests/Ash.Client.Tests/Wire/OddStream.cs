namespace Ash.Tests;

/// <summary>Bytes in memory that are read in pieces of given sizes, over and over; perhaps with a broken connection at their end.</summary>
internal sealed class OddStream(ReadOnlyMemory<byte> bytes, int[] sizes, bool breaks) : Stream
{
    private int _at;
    private int _reads;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int size = Math.Min(Math.Min(sizes[_reads++ % sizes.Length], buffer.Length), bytes.Length - _at);
        if (size == 0 && breaks) throw new IOException("The connection broke.");
        bytes.Span.Slice(_at, size).CopyTo(buffer);
        _at += size;
        return size;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
