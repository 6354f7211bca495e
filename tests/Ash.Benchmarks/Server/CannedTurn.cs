using System.Globalization;

namespace Ash.Benchmarks;

/// <summary>
/// A turn that the load server streams, by the words of the message: <c>mixed 200000</c> and <c>partial 200000</c> are so many
/// events, <c>line 20971520</c> has one data line of so many bytes, and a third word paces them: so many events a second.
/// </summary>
internal sealed class CannedTurn
{
    private const int CyclesInBlock = 100;

    private static readonly Frame[] Head = [Frames.SessionStart, Frames.Init];
    private static readonly Frame[] Tail = [Frames.TurnComplete, Frames.Result, Frames.Done];
    private static readonly Frame[] MixedBlock = [.. Enumerable.Range(0, CyclesInBlock).SelectMany(Frames.Mixed)];
    private static readonly Frame[] PartialBlock = [.. Enumerable.Range(0, CyclesInBlock).SelectMany(Frames.Partial)];
    private static readonly byte[] MixedBytes = Join(MixedBlock);
    private static readonly byte[] PartialBytes = Join(PartialBlock);

    private readonly Frame[] _block;
    private readonly byte[] _blockBytes;
    private readonly int _middle;

    private CannedTurn(Frame[] block, byte[] blockBytes, int middle, int? perSecond)
    {
        _block = block;
        _blockBytes = blockBytes;
        _middle = middle;
        PerSecond = perSecond;
    }

    /// <summary>How many events it has.</summary>
    public int Count => Head.Length + _middle + Tail.Length;

    /// <summary>How many events are sent each second; null sends them as fast as they are taken.</summary>
    public int? PerSecond { get; }

    /// <summary>The n-th event.</summary>
    public Frame this[int index] =>
        index < Head.Length ? Head[index]
        : index < Head.Length + _middle ? _block[(index - Head.Length) % _block.Length]
        : Tail[index - Head.Length - _middle];

    public static CannedTurn For(string message)
    {
        string[] words = message.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int number = words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : Head.Length + Tail.Length;
        int? perSecond = words.Length > 2 ? int.Parse(words[2], CultureInfo.InvariantCulture) : null;
        if (words is ["line", ..])
        {
            Frame line = Frames.Line(number);
            return new([line], line.Wire, 1, null);
        }
        int middle = number - Head.Length - Tail.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(middle, nameof(message));
        return words is ["partial", ..] ? new(PartialBlock, PartialBytes, middle, perSecond) : new(MixedBlock, MixedBytes, middle, perSecond);
    }

    /// <summary>The bytes on the wire, in large pieces that were made before.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        yield return Join(Head);
        for (int sent = 0; sent < _middle; sent += _block.Length)
        {
            int count = Math.Min(_block.Length, _middle - sent);
            yield return count == _block.Length ? _blockBytes : Join(_block[..count]);
        }
        yield return Join(Tail);
    }

    /// <summary>The bytes on the wire, in pieces of so many events.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces(int events)
    {
        for (int sent = 0; sent < Count; sent += events)
            yield return Join([.. Enumerable.Range(sent, Math.Min(events, Count - sent)).Select(i => this[i])]);
    }

    private static byte[] Join(Frame[] frames) => [.. frames.SelectMany(static f => f.Wire)];
}
