using System.Threading.Channels;

namespace Ash;

/// <summary>
/// A queue between the task that reads the socket and the consumer of the events, so that a consumer that is slow neither loses a
/// turn nor holds the server up.
/// </summary>
/// <remarks>
/// <para>
/// The server gives a turn up when a write of it blocks for 30 s. So the reader waits for its consumer only once it is
/// <see cref="Budget"/> bytes ahead, and never longer than <see cref="LongestWait"/>: then it reads a <see cref="Portion"/> more into
/// memory. A consumer that keeps up costs a megabyte at the most; one that stopped costs what the stream still holds.
/// </para>
/// <para>
/// Frames go over in batches: to wake a consumer for each takes longer than to read it. A batch never waits for a frame that is
/// not there yet.
/// </para>
/// </remarks>
internal sealed class ReadAhead(TimeProvider clock)
{
    /// <summary>How many bytes of frames may wait. Small, because what waits long lives to see the collector's later generations.</summary>
    public const int Budget = 1024 * 1024;

    /// <summary>How many more may wait each time that the consumer has taken nothing for long.</summary>
    public const int Portion = 4 * 1024 * 1024;

    /// <summary>A batch of a stream that never lets the reader wait. Small enough that the consumer finds it in the processor's cache.</summary>
    private const int FullBatch = 64 * 1024;

    /// <summary>Well below the server's 30 s.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<FrameBatch> _batches = Channel.CreateUnbounded<FrameBatch>(
        new() { SingleReader = true, SingleWriter = true });

    private List<SseFrame> _frames = [];
    private int _frameBytes;
    private long _waitingBytes;
    private long _allowedBytes = Budget;
    private TaskCompletionSource? _room;

    /// <summary>What was handed over, for the consumer.</summary>
    public ChannelReader<FrameBatch> Batches => _batches.Reader;

    /// <summary>Adds a frame, and waits where the reader is too far ahead.</summary>
    public ValueTask AddAsync(SseFrame frame, CancellationToken cancellationToken)
    {
        _frames.Add(frame);
        _frameBytes += frame.Data.Length;
        if (_frameBytes < FullBatch) return ValueTask.CompletedTask;
        HandOver();
        long waiting = Interlocked.Read(ref _waitingBytes);
        // A consumer that was gone for a while and has caught up is one that keeps up.
        if (waiting <= Budget) _allowedBytes = Budget;
        return waiting <= _allowedBytes ? ValueTask.CompletedTask : new(WaitForRoomAsync(cancellationToken));
    }

    /// <summary>Hands over what was added: the reader has to wait for the next frame.</summary>
    public void HandOver()
    {
        if (_frames.Count == 0) return;
        Interlocked.Add(ref _waitingBytes, _frameBytes);
        _batches.Writer.TryWrite(new(clock.GetUtcNow(), _frames, _frameBytes));
        _frames = new(_frames.Count);
        _frameBytes = 0;
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="failure">What went wrong where nothing should; the consumer gets to see it behind the last frame.</param>
    public void Complete(Exception? failure)
    {
        HandOver();
        _batches.Writer.TryComplete(failure);
    }

    /// <summary>The consumer took a batch.</summary>
    public void Took(FrameBatch batch)
    {
        long waiting = Interlocked.Add(ref _waitingBytes, -batch.Bytes);
        if (waiting <= Budget / 2) Volatile.Read(ref _room)?.TrySetResult();
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource room = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _room, room);
        try
        {
            // The consumer may have emptied the queue before it could see that somebody waits.
            if (Interlocked.Read(ref _waitingBytes) > Budget / 2)
                await room.Task.WaitAsync(LongestWait, clock, cancellationToken).ConfigureAwait(false);
            _allowedBytes = Budget;
        }
        catch (TimeoutException)
        {
            _allowedBytes = Interlocked.Read(ref _waitingBytes) + Portion;
        }
        finally
        {
            Volatile.Write(ref _room, null);
        }
    }
}
