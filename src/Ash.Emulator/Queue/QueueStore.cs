using Ash.Emulation.Routing;

namespace Ash.Emulation.Queue;

/// <summary>The items of the queue, those that are done too.</summary>
internal sealed class QueueStore(TimeProvider clock)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly List<QueueItem> _items = [];

    public QueueItem Add(string agentName, string prompt, string? sessionId, int priority, int maxRetries)
    {
        var item = new QueueItem
        {
            Id = Guid.NewGuid().ToString(),
            AgentName = agentName,
            Prompt = prompt,
            SessionId = sessionId,
            Priority = priority,
            MaxRetries = maxRetries,
            CreatedAt = clock.GetUtcNow(),
        };
        lock (_gate)
            _items.Add(item);
        return item;
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<QueueItem> List()
    {
        lock (_gate)
            return [.. _items.OrderByDescending(item => item.CreatedAt)];
    }

    public QueueItem Get(string id)
    {
        lock (_gate)
            return _items[IndexOf(id)];
    }

    public QueueItem Cancel(string id)
    {
        lock (_gate)
        {
            var index = IndexOf(id);
            var item = _items[index];
            if (item.Status != QueueItemStatus.Pending)
                throw new RequestRefusedException(400, $"Cannot cancel item with status \"{item.Status}\"");
            return _items[index] = item with { Status = QueueItemStatus.Cancelled };
        }
    }

    /// <summary>Since when something has waited; null where nothing does.</summary>
    public DateTimeOffset? WaitingSince()
    {
        lock (_gate)
            return _items.Where(item => item.Status == QueueItemStatus.Pending).Min(item => (DateTimeOffset?)item.CreatedAt);
    }

    /// <summary>Takes the item whose turn it is: the highest priority, and of those the oldest.</summary>
    public QueueItem? TakeNext()
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var next = _items.Where(item => item.Status == QueueItemStatus.Pending && (item.RetryAfter ?? now) <= now)
                .OrderByDescending(item => item.Priority).ThenBy(item => item.CreatedAt).FirstOrDefault();
            return next is null ? null : Change(next, item => item with { Status = QueueItemStatus.Processing, StartedAt = now });
        }
    }

    public void Complete(QueueItem item)
    {
        lock (_gate)
            Change(item, was => was with { Status = QueueItemStatus.Completed, CompletedAt = clock.GetUtcNow() });
    }

    /// <summary>A try failed. The next one is later each time, until there have been enough.</summary>
    public void Fail(QueueItem item, string error)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            Change(item, was =>
            {
                var failed = was with { RetryCount = was.RetryCount + 1, Error = error };
                if (failed.RetryCount >= failed.MaxRetries)
                    return failed with { Status = QueueItemStatus.Failed, CompletedAt = now };
                var delay = RetryDelay * Math.Pow(2, failed.RetryCount - 1);
                return failed with
                {
                    Status = QueueItemStatus.Pending,
                    RetryAfter = now + (delay < LongestRetryDelay ? delay : LongestRetryDelay),
                };
            });
        }
    }

    private QueueItem Change(QueueItem item, Func<QueueItem, QueueItem> change)
    {
        var index = IndexOf(item.Id);
        return _items[index] = change(_items[index]);
    }

    private int IndexOf(string id) => _items.FindIndex(item => item.Id == id) is >= 0 and var index
        ? index
        : throw new RequestRefusedException(404, "Queue item not found");
}
