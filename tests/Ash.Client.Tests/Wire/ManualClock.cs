using System.Threading.Channels;

namespace Ash.Tests;

/// <summary>A clock that stands until it is advanced, and tells which waits begin.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until somebody begins to wait for a time that is as asked for, and gives it back.</summary>
    public async Task<TimeSpan> NextWaitAsync(Func<TimeSpan, bool> which, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            TimeSpan wait = await _waits.Reader.ReadAsync(cancellationToken);
            if (which(wait)) return wait;
        }
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += by;
            due = _timers.Where(timer => timer.Due <= _now).ToList();
            _timers.RemoveAll(due.Contains);
        }
        foreach (ManualTimer timer in due) timer.Callback();
    }

    /// <summary>Advances past every wait that begins until the task is done, and gives the waits back.</summary>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(Task task)
    {
        List<TimeSpan> waits = [];
        using CancellationTokenSource done = new();
        while (true)
        {
            Task<TimeSpan> next = NextWaitAsync(static _ => true, done.Token);
            if (await Task.WhenAny(next, task) == task)
            {
                await done.CancelAsync();
                return waits;
            }
            waits.Add(await next);
            Advance(await next);
        }
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        public Action Callback { get; } = callback;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime < TimeSpan.Zero) return true;
                Due = clock._now + dueTime;
                clock._timers.Add(this);
            }
            clock._waits.Writer.TryWrite(dueTime);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
