using System.Runtime.CompilerServices;

namespace Ash;

/// <summary>Reads a history of any length page by page: the next page is asked for when the one before has been handed out.</summary>
internal static class History
{
    /// <summary>The most a server gives at once.</summary>
    public const int PageSize = 1000;

    /// <summary>How often a history that is followed is looked at: well below the server's limit of 1500 requests in 15 minutes.</summary>
    public static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(2);

    /// <param name="getPage">Gets at most so many items after a position.</param>
    /// <param name="positionOf">An item's position.</param>
    /// <param name="options">Which part.</param>
    /// <param name="clock">The clock of the waits.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<long?, long, CancellationToken, Task<IReadOnlyList<T>>> getPage, Func<T, long> positionOf, HistoryOptions options,
        TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = options.After;
        long left = options.First ?? long.MaxValue;
        while (left > 0)
        {
            long size = Math.Min(left, PageSize);
            IReadOnlyList<T> page = await getPage(after, size, cancellationToken).ConfigureAwait(false);
            foreach (T item in page)
            {
                if (left-- == 0) yield break;
                after = positionOf(item);
                yield return item;
            }
            if (page.Count >= size) continue;
            if (!options.Follow) yield break;
            await Task.Delay(FollowInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
