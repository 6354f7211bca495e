using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace Ash.Commands;

/// <summary>
/// Turns of many sessions at once, and of one session one after the other. Events come out interleaved as they arrive, in order
/// within a turn.
/// </summary>
/// <remarks>The semaphores are not disposed: they hold nothing while nobody asks for their wait handles, and turns that end late release them.</remarks>
/// <param name="limit">How many turns run at once.</param>
/// <param name="stopToken">Ends them all.</param>
#pragma warning disable CA1001 // See the remarks.
internal sealed class ConcurrentTurns(int limit, CancellationToken stopToken)
#pragma warning restore CA1001
{
    /// <summary>Events that come together go over together: to wake the pipeline for each takes longer than to write it.</summary>
    private const int FullBatch = 64;

    /// <summary>
    /// How many batches wait for the pipeline. Few, and none is made before there is room for it, because what the pipeline does not
    /// take yet waits in the read-ahead of each stream, which counts its bytes.
    /// </summary>
    private const int Capacity = 16;

    private readonly Channel<Step> _steps = Channel.CreateUnbounded<Step>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room = new(Capacity);
    private readonly SemaphoreSlim _slots = new(limit);
    private readonly Dictionary<string, Task> _lastOfSession = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Turns whose end has not been taken yet.</summary>
    public int Unfinished { get; private set; }

    /// <summary>Starts a turn as soon as its session and a slot are free.</summary>
    public void Add(TurnOutput output, IAsyncEnumerable<AshEvent> events)
    {
        Unfinished++;
        Task previous = _lastOfSession.GetValueOrDefault(output.SessionId) ?? Task.CompletedTask;
        _lastOfSession[output.SessionId] = Task.Run(() => RunAsync(previous, output, events), CancellationToken.None);
    }

    /// <summary>Waits until there is something to take.</summary>
    public Task<bool> WaitAsync() => _steps.Reader.WaitToReadAsync(stopToken).AsTask();

    /// <summary>Takes what comes next, where it is there already.</summary>
    public bool TryTake(out Step step)
    {
        if (!_steps.Reader.TryRead(out step)) return false;
        _room.Release();
        if (step.Events is null) Unfinished--;
        return true;
    }

    /// <summary>Waits until all turns have left their streams, however they ended.</summary>
    public void WaitForAll() =>
        ((Task)Task.WhenAll(_lastOfSession.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();

    private async Task RunAsync(Task previous, TurnOutput output, IAsyncEnumerable<AshEvent> events)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _slots.WaitAsync(stopToken).ConfigureAwait(false);
        ExceptionDispatchInfo? failure = null;
        List<AshEvent> batch = [];
        try
        {
            await using IAsyncEnumerator<AshEvent> turn = events.GetAsyncEnumerator(stopToken);
            while (true)
            {
                ValueTask<bool> next = turn.MoveNextAsync();
                // A turn that falls silent does not sit on what it has said.
                if (batch.Count == FullBatch || (batch.Count > 0 && !next.IsCompleted))
                {
                    _steps.Writer.TryWrite(new(output, batch, null));
                    batch = [];
                }
                if (!await next.ConfigureAwait(false)) break;
                if (batch.Count == 0) await _room.WaitAsync(stopToken).ConfigureAwait(false);
                batch.Add(turn.Current);
            }
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _slots.Release();
        }
        if (batch.Count > 0) _steps.Writer.TryWrite(new(output, batch, null));
        await _room.WaitAsync(stopToken).ConfigureAwait(false);
        _steps.Writer.TryWrite(new(output, null, failure));
    }

    /// <summary>Events of a turn, or its end.</summary>
    /// <param name="Output">The turn.</param>
    /// <param name="Events">The events; null for the end.</param>
    /// <param name="Failure">Why the turn did not complete.</param>
    internal readonly record struct Step(TurnOutput Output, IReadOnlyList<AshEvent>? Events, ExceptionDispatchInfo? Failure);
}
