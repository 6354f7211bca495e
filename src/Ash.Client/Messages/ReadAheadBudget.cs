namespace Ash;

/// <summary>
/// How many bytes of frames may wait for their consumers, over all streams of a client. Small, because what waits long lives to see the
/// collector's later generations, which has to copy it; and shared, because a hundred streams at once would else have it copy a hundred
/// times as much.
/// </summary>
internal sealed class ReadAheadBudget
{
    /// <summary>All of it: what a stream has that is alone.</summary>
    public const int Total = 1024 * 1024;

    /// <summary>What a stream has at least. With less, the way of a batch to its consumer costs more than the batch.</summary>
    public const int Least = 16 * 1024;

    private int _streams;

    /// <summary>What one stream has now.</summary>
    public long Share => Math.Max(Least, Total / Math.Max(1, Volatile.Read(ref _streams)));

    /// <summary>A stream begins.</summary>
    public void Join() => Interlocked.Increment(ref _streams);

    /// <summary>A stream has been read to its end.</summary>
    public void Leave() => Interlocked.Decrement(ref _streams);
}
