namespace Ash.Emulation.Replies;

/// <summary>Cuts the bytes of an event stream after each blank line.</summary>
internal static class RecordedFrames
{
    public static List<ReadOnlyMemory<byte>> Split(byte[] stream)
    {
        var frames = new List<ReadOnlyMemory<byte>>();
        var start = 0;
        while (start < stream.Length)
        {
            var length = LengthOfFirst(stream.AsSpan(start));
            frames.Add(stream.AsMemory(start, length));
            start += length;
        }

        return frames;
    }

    private static int LengthOfFirst(ReadOnlySpan<byte> bytes)
    {
        var lineIsEmpty = false;
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] is not ((byte)'\n' or (byte)'\r'))
            {
                lineIsEmpty = false;
                continue;
            }

            // CR LF is one line end.
            if (bytes[index] == '\r' && index + 1 < bytes.Length && bytes[index + 1] == '\n')
                index++;
            if (lineIsEmpty)
                return index + 1;
            lineIsEmpty = true;
        }

        return bytes.Length;
    }
}
