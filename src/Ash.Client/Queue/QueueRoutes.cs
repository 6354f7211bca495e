using System.Globalization;
using Ash.Http;

namespace Ash;

/// <summary>
/// The queue: <c>/api/queue</c>. The server takes one item after the other, and what goes wrong then stands in the item. Every method
/// throws <see cref="AshApiException"/> where the server refuses or is not reached.
/// </summary>
public sealed class QueueRoutes
{
    /// <summary>The most items that the server lists.</summary>
    public const int MaxListed = 500;

    private readonly AshTransport _transport;

    internal QueueRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Puts a message in the queue: <c>POST /api/queue</c>.</summary>
    /// <param name="options">The message, and whom it is for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The item, pending.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: an option is not one the server takes; nothing was sent.</exception>
    [Operation("POST /api/queue", Body = typeof(QueueItemOptions), Answer = typeof(QueueItemBody))]
    public async Task<QueueItem> AddAsync(QueueItemOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.AgentName(options.AgentName);
        if (string.IsNullOrWhiteSpace(options.Prompt)) throw Require.Invalid("The message is empty.");
        if (options.SessionId is { } session) Require.SessionId(session);
        if (options.Priority < 0) throw Require.Invalid($"A priority is 0 or more; this is {options.Priority}.");
        if (options.MaxRetries < 0) throw Require.Invalid($"The number of tries is 0 or more; this is {options.MaxRetries}.");
        QueueItemBody answer = await _transport.SendAsync(
            HttpMethod.Post, "/api/queue", options, AshJsonContext.Default.QueueItemOptions, AshJsonContext.Default.QueueItemBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Item;
    }

    /// <summary>Lists items, the newest first: <c>GET /api/queue</c>.</summary>
    /// <param name="status">Only items in this state.</param>
    /// <param name="limit">At most so many, from 1 to <see cref="MaxListed"/>: the server shows no older ones.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The items.</returns>
    [Operation("GET /api/queue", Query = ["status", "limit"], Answer = typeof(QueueItemListBody))]
    public async Task<IReadOnlyList<QueueItem>> ListAsync(
        string? status = null, int limit = MaxListed, CancellationToken cancellationToken = default)
    {
        if (limit is < 1 or > MaxListed) throw Require.Invalid($"A server lists from 1 to {MaxListed} items; this is {limit}.");
        string filter = status is null ? string.Empty : "&status=" + Uri.EscapeDataString(status);
        QueueItemListBody answer = await _transport.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/queue?limit={limit}{filter}"), AshJsonContext.Default.QueueItemListBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Items;
    }

    /// <summary>Gets one item: <c>GET /api/queue/{id}</c>.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The item.</returns>
    [Operation("GET /api/queue/{id}", Answer = typeof(QueueItemBody))]
    public async Task<QueueItem> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        QueueItemBody answer = await _transport.GetAsync(PathOf(id), AshJsonContext.Default.QueueItemBody, cancellationToken).ConfigureAwait(false);
        return answer.Item;
    }

    /// <summary>Takes back an item whose turn has not come: <c>DELETE /api/queue/{id}</c>.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The item, cancelled.</returns>
    /// <exception cref="AshApiException"><see cref="AshErrorCause.QueueItemNotPending"/>: its turn has come.</exception>
    [Operation("DELETE /api/queue/{id}", Answer = typeof(QueueItemBody))]
    public async Task<QueueItem> CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        QueueItemBody answer = await _transport.SendAsync(
            HttpMethod.Delete, PathOf(id), null, AshJsonContext.Default.QueueItemBody, cancellationToken).ConfigureAwait(false);
        return answer.Item;
    }

    /// <summary>Counts the items: <c>GET /api/queue/stats</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many are in which state.</returns>
    [Operation("GET /api/queue/stats", Answer = typeof(QueueCountsBody))]
    public async Task<QueueCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        QueueCountsBody answer = await _transport.GetAsync(
            "/api/queue/stats", AshJsonContext.Default.QueueCountsBody, cancellationToken).ConfigureAwait(false);
        return answer.Stats;
    }

    /// <summary>
    /// Waits until items are done. They are looked at every half second at first and every two seconds later, many in one request, so
    /// that it may take as long as it will.
    /// </summary>
    /// <param name="items">The items as they were last seen.</param>
    /// <param name="timeout">How long at most; null waits for as long as it takes.</param>
    /// <param name="progress">Is told after each look.</param>
    /// <param name="cancellationToken">Ends the waiting; the items stay in the queue.</param>
    /// <returns>Each item when it is completed, failed or cancelled. At the end of the time the others come as they are.</returns>
    /// <exception cref="AshApiException">While enumerating: the server refused or was not reached.</exception>
    public IAsyncEnumerable<QueueItem> WaitAsync(
        IEnumerable<QueueItem> items, TimeSpan? timeout = null, IProgress<QueueProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new QueueWait(this, _transport.Clock, progress).WatchAsync(items, timeout, cancellationToken);
    }

    private static string PathOf(string id)
    {
        Require.Uuid(id, "queue item");
        return "/api/queue/" + id;
    }
}
