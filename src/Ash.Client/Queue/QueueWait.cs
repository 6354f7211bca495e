using System.Runtime.CompilerServices;

namespace Ash;

/// <summary>Looks at items of the queue until they are done, at a pace that the server's rate limit never notices.</summary>
internal sealed class QueueWait(QueueRoutes queue, TimeProvider clock, IProgress<QueueProgress>? progress)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);

    public async IAsyncEnumerable<QueueItem> WatchAsync(
        IEnumerable<QueueItem> items, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<QueueItem> seen = [.. items.DistinctBy(static item => item.Id)];
        HashSet<string> left = [.. seen.Select(static item => item.Id)];
        int total = left.Count;
        int requests = 1;
        long start = clock.GetTimestamp();
        TimeSpan interval = FirstInterval;
        while (true)
        {
            TimeSpan remaining = timeout - clock.GetElapsedTime(start) ?? TimeSpan.MaxValue;
            // A list is the newest first; what is waited for comes as it was done.
            foreach (QueueItem item in seen.Where(item => item.IsDone || remaining <= TimeSpan.Zero).OrderBy(static item => item.CompletedAt))
            {
                left.Remove(item.Id);
                yield return item;
            }
            progress?.Report(new(total, total - left.Count, seen.Count(static item => item.Status == QueueItemStatus.Processing)));
            if (left.Count == 0) yield break;

            // However many requests a look takes, they are as far apart as those of a history that is followed.
            TimeSpan pause = interval * requests;
            await Task.Delay(pause < remaining ? pause : remaining, clock, cancellationToken).ConfigureAwait(false);
            interval = interval * 2 < History.FollowInterval ? interval * 2 : History.FollowInterval;
            (seen, requests) = await LookAsync(left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One list holds most of what many items are waited for; what is too old for it is looked at by itself.</summary>
    private async Task<(IReadOnlyList<QueueItem> Items, int Requests)> LookAsync(HashSet<string> ids, CancellationToken cancellationToken)
    {
        List<QueueItem> items = [];
        int requests = 0;
        if (ids.Count > 1)
        {
            IReadOnlyList<QueueItem> listed = await queue.ListAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            items.AddRange(listed.Where(item => ids.Contains(item.Id)));
            requests++;
        }
        foreach (string id in ids.Except(items.Select(static item => item.Id)).ToList())
        {
            items.Add(await queue.GetAsync(id, cancellationToken).ConfigureAwait(false));
            requests++;
        }
        return (items, requests);
    }
}
