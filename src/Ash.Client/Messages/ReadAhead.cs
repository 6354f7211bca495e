using System.Threading.Channels;

namespace Ash;

/// <summary>
/// A queue between the task that reads the socket and the consumer of the events, so that a consumer that is slow neither loses a
/// turn nor holds the server up.
/// </summary>
/// <remarks>
/// The server gives a turn up when a write of it blocks for 30 s. So the reader waits for its consumer only once it is
/// <see cref="Budget"/> bytes ahead, and never longer than <see cref="LongestWait"/>: then it reads the next such portion into memory.
/// A consumer that keeps up costs a few megabytes at the most; one that stopped costs what the stream still holds.
/// </remarks>
internal sealed class ReadAhead(TimeProvider clock)
{
    /// <summary>How many bytes of events may wait.</summary>
    public const int Budget = 4 * 1024 * 1024;

    /// <summary>Well below the server's 30 s.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Channel<AshEvent> _events = Channel.CreateUnbounded<AshEvent>(
        new() { SingleReader = true, SingleWriter = true });

    private long _waitingBytes;
    private long _allowedBytes = Budget;
    private TaskCompletionSource? _room;

    public ChannelReader<AshEvent> Events => _events.Reader;

    public void Complete(Exception? failure) => _events.Writer.TryComplete(failure);

    public ValueTask AddAsync(AshEvent item, CancellationToken cancellationToken)
    {
        long waiting = Interlocked.Add(ref _waitingBytes, SizeOf(item));
        _events.Writer.TryWrite(item);
        // A consumer that was gone for a while and has caught up is one that keeps up.
        if (waiting <= Budget) _allowedBytes = Budget;
        return waiting <= _allowedBytes ? ValueTask.CompletedTask : new(WaitForRoomAsync(cancellationToken));
    }

    /// <summary>The consumer took an event.</summary>
    public void Took(AshEvent item)
    {
        long waiting = Interlocked.Add(ref _waitingBytes, -SizeOf(item));
        if (waiting <= Budget / 2) Volatile.Read(ref _room)?.TrySetResult();
    }

    private static int SizeOf(AshEvent item) => item.GetUtf8Data().Length;

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
            _allowedBytes = Interlocked.Read(ref _waitingBytes) + Budget;
        }
        finally
        {
            Volatile.Write(ref _room, null);
        }
    }
}
