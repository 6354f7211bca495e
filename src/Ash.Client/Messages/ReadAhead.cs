using System.Threading.Channels;

namespace Ash;

/// <summary>
/// A queue between the task that reads the socket and the consumer of the events, so that a consumer that is slow neither loses a
/// turn nor holds the server up.
/// </summary>
/// <remarks>
/// <para>
/// The server gives a turn up when a write of it blocks for 30 s. So the reader waits for its consumer only once it is ahead by its
/// share of the budget, and never longer than <see cref="LongestWait"/>: then it reads a <see cref="Portion"/> more into memory. A
/// consumer that keeps up costs a megabyte at the most; one that stopped costs what the stream still holds.
/// </para>
/// <para>
/// Frames go over in batches: to wake a consumer for each takes longer than to read it. A batch never waits for a frame that is
/// not there yet.
/// </para>
/// </remarks>
internal sealed class ReadAhead
{
    /// <summary>How many more may wait each time that the consumer has taken nothing for long.</summary>
    public const int Portion = 4 * 1024 * 1024;

    /// <summary>A batch of a stream that never lets the reader wait. Small enough that the consumer finds it in the processor's cache.</summary>
    private const int LargestBatch = 64 * 1024;

    /// <summary>Well below the server's 30 s.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<FrameBatch> _batches = Channel.CreateUnbounded<FrameBatch>(
        new() { SingleReader = true, SingleWriter = true });

    private readonly ReadAheadBudget _budget;
    private readonly TimeProvider _clock;

    private List<SseFrame> _frames = [];
    private int _frameBytes;
    private long _waitingBytes;

    /// <summary>What may wait besides the share, since the consumer has stopped.</summary>
    private long _extraBytes;
    private TaskCompletionSource? _room;

    /// <summary>Starts a queue, which has its share of the budget until <see cref="Complete"/>.</summary>
    public ReadAhead(ReadAheadBudget budget, TimeProvider clock)
    {
        _budget = budget;
        _clock = clock;
        budget.Join();
    }

    /// <summary>What was handed over, for the consumer.</summary>
    public ChannelReader<FrameBatch> Batches => _batches.Reader;

    /// <summary>Adds a frame, and waits where the reader is too far ahead.</summary>
    public ValueTask AddAsync(SseFrame frame, CancellationToken cancellationToken)
    {
        _frames.Add(frame);
        _frameBytes += frame.Data.Length;
        long share = _budget.Share;
        if (_frameBytes < Math.Min(LargestBatch, share / 2)) return ValueTask.CompletedTask;
        HandOver();
        long waiting = Interlocked.Read(ref _waitingBytes);
        // A consumer that was gone for a while and has caught up is one that keeps up.
        if (waiting <= share) _extraBytes = 0;
        return waiting <= share + _extraBytes ? ValueTask.CompletedTask : new(WaitForRoomAsync(cancellationToken));
    }

    /// <summary>Hands over what was added: the reader has to wait for the next frame.</summary>
    public void HandOver()
    {
        if (_frames.Count == 0) return;
        FrameBatch batch = new(_clock.GetUtcNow(), _frames, _frameBytes);
        // A consumer that is behind has more to do than the reader, who then takes a part of its work.
        if (Interlocked.Read(ref _waitingBytes) > _budget.Share / 4) batch.Check();
        Interlocked.Add(ref _waitingBytes, _frameBytes);
        _batches.Writer.TryWrite(batch);
        _frames = new(_frames.Count);
        _frameBytes = 0;
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="failure">What went wrong where nothing should; the consumer gets to see it behind the last frame.</param>
    public void Complete(Exception? failure)
    {
        HandOver();
        _batches.Writer.TryComplete(failure);
        _budget.Leave();
    }

    /// <summary>The consumer took a batch.</summary>
    public void Took(FrameBatch batch)
    {
        long waiting = Interlocked.Add(ref _waitingBytes, -batch.Bytes);
        if (waiting <= _budget.Share / 2) Volatile.Read(ref _room)?.TrySetResult();
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _room, room);
        try
        {
            // The consumer may have emptied the queue before it could see that somebody waits.
            if (Interlocked.Read(ref _waitingBytes) > _budget.Share / 2)
                await room.Task.WaitAsync(LongestWait, _clock, cancellationToken).ConfigureAwait(false);
            _extraBytes = 0;
        }
        catch (TimeoutException)
        {
            _extraBytes = Interlocked.Read(ref _waitingBytes) + Portion - _budget.Share;
        }
        finally
        {
            Volatile.Write(ref _room, null);
        }
    }
}
