namespace Ash.Tests;

/// <summary>How far the reader may be ahead of its consumer, and how long it waits for it.</summary>
public class ReadAheadBoundTests
{
    /// <summary>Large enough to be handed over by itself.</summary>
    private const int EventBytes = 64 * 1024;

    private readonly ManualClock _clock = new();
    private readonly ReadAheadBudget _budget = new();
    private readonly ReadAhead _ahead;
    private readonly Queue<SseFrame> _added = new();
    private long _bytesAhead;

    public ReadAheadBoundTests() => _ahead = new(_budget, _clock);

    [Fact]
    public async Task A_consumer_that_keeps_up_never_has_more_than_the_budget_ahead_of_it()
    {
        for (int round = 0; round < 20; round++)
        {
            Task full = Fill();
            Assert.InRange(_bytesAhead, ReadAheadBudget.Total, ReadAheadBudget.Total + EventBytes);

            // The reader goes on when half of it is gone, and no sooner.
            while (_bytesAhead > ReadAheadBudget.Total / 2 + EventBytes) Take();
            Assert.False(full.IsCompleted);
            Take();
            await full.Soon();
        }
    }

    [Fact]
    public async Task For_a_consumer_that_stopped_it_waits_ten_seconds_a_portion_and_loses_nothing()
    {
        for (int portion = 1; portion <= 5; portion++)
        {
            Task full = Fill();
            long allowed = ReadAheadBudget.Total + (portion - 1) * (long)ReadAhead.Portion;
            Assert.InRange(_bytesAhead, allowed, allowed + portion * 2L * EventBytes);
            TimeSpan wait = await _clock.NextWaitAsync(static _ => true).Soon();
            Assert.Equal(10, wait.TotalSeconds);

            _clock.Advance(wait - TimeSpan.FromTicks(1));
            Assert.False(full.IsCompleted);
            _clock.Advance(TimeSpan.FromTicks(1));
            await full.Soon();
        }

        _ahead.Complete(null);
        while (_added.Count > 0) Take();
        Assert.False(_ahead.Batches.TryRead(out _));
        await _ahead.Batches.Completion.Soon();
    }

    [Fact]
    public async Task A_consumer_that_comes_back_and_keeps_up_has_the_budget_ahead_again()
    {
        for (int portion = 0; portion < 5; portion++)
        {
            Task full = Fill();
            _clock.Advance(await _clock.NextWaitAsync(static _ => true).Soon());
            await full.Soon();
        }
        while (_added.Count > 0) Take();

        _ = Fill();

        Assert.InRange(_bytesAhead, ReadAheadBudget.Total, ReadAheadBudget.Total + EventBytes);
    }

    [Fact]
    public async Task One_event_that_is_larger_than_the_budget_goes_through()
    {
        ValueTask added = _ahead.AddAsync(Frame(3 * ReadAheadBudget.Total), default);
        Assert.False(added.IsCompleted);

        Assert.True(_ahead.Batches.TryRead(out FrameBatch? taken));
        _ahead.Took(taken);

        await added.AsTask().Soon();
    }

    [Fact]
    public async Task Streams_of_a_client_share_the_budget_and_have_a_least_each()
    {
        ReadAhead[] others = [.. Enumerable.Range(0, 7).Select(_ => new ReadAhead(_budget, _clock))];
        Task full = Fill();
        Assert.InRange(_bytesAhead, ReadAheadBudget.Total / 8, ReadAheadBudget.Total / 8 + EventBytes);

        // The others come to their ends, and it has all of it again.
        foreach (ReadAhead other in others) other.Complete(null);
        Take();
        await full.Soon();
        _ = Fill();
        Assert.InRange(_bytesAhead, ReadAheadBudget.Total, ReadAheadBudget.Total + EventBytes);

        for (int i = 0; i < 1000; i++) _ = new ReadAhead(_budget, _clock);
        Assert.Equal(ReadAheadBudget.Least, _budget.Share);
    }

    [Fact]
    public async Task Leaving_ends_the_wait()
    {
        using CancellationTokenSource leaving = new();
        Task full = Fill(leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => full).Soon();
    }

    /// <summary>Adds events until the reader has to wait.</summary>
    private Task Fill(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            SseFrame next = Frame(EventBytes);
            _added.Enqueue(next);
            _bytesAhead += EventBytes;
            ValueTask added = _ahead.AddAsync(next, cancellationToken);
            if (!added.IsCompleted) return added.AsTask();
        }
    }

    private void Take()
    {
        Assert.True(_ahead.Batches.TryRead(out FrameBatch? taken));
        Assert.Same(_added.Dequeue().Data, Assert.Single(taken.Frames).Data);
        _ahead.Took(taken);
        _bytesAhead -= EventBytes;
    }

    private static SseFrame Frame(int bytes) => new("ping", HttpBytes.Utf8($"\"{new string('x', bytes - 2)}\""));
}
