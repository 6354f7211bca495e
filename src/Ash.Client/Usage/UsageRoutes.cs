using System.Globalization;
using System.Runtime.CompilerServices;
using Ash.Http;

namespace Ash;

/// <summary>
/// Usage and analytics: <c>/api/usage</c>, <c>/api/analytics</c>. Every method throws <see cref="AshApiException"/> where the server
/// refuses or is not reached.
/// </summary>
public sealed class UsageRoutes
{
    /// <summary>The most events that the server gives at once.</summary>
    private const int PageSize = 1000;

    private readonly AshTransport _transport;

    internal UsageRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Sums up what was used: <c>GET /api/usage/stats</c>.</summary>
    /// <param name="filter">Which usage; null takes all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The totals.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the filter is not one the server takes; nothing was sent.</exception>
    [Operation("GET /api/usage/stats", Query = ["sessionId", "agentName", "after", "before"], Answer = typeof(UsageTotalsBody))]
    public async Task<UsageTotals> GetTotalsAsync(UsageFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new();
        Check(filter);
        UsageTotalsBody answer = await _transport.GetAsync(
            "/api/usage/stats" + QueryOf(filter, filter.Before, null), AshJsonContext.Default.UsageTotalsBody, cancellationToken).ConfigureAwait(false);
        UsageTotals totals = answer.Stats;
        totals.SessionId = filter.SessionId;
        totals.AgentName = filter.AgentName;
        return totals;
    }

    /// <summary>
    /// Reads what was counted, the newest first: <c>GET /api/usage</c>. The server gives at most a thousand events and knows no place
    /// to go on from, so that the next ones are asked for by the time of the last.
    /// </summary>
    /// <param name="filter">Which usage; null takes all.</param>
    /// <param name="first">At most so many; null sets no limit.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the filter is not one the server takes; nothing was sent.</exception>
    /// <exception cref="AshApiException">While enumerating: the server refused or was not reached.</exception>
    [Operation("GET /api/usage", Query = ["sessionId", "agentName", "after", "before", "limit"], Answer = typeof(UsageEventListBody))]
    public IAsyncEnumerable<UsageEvent> ListEventsAsync(
        UsageFilter? filter = null, long? first = null, CancellationToken cancellationToken = default)
    {
        filter ??= new();
        // Here and not while enumerating: what cannot be asked is said at once.
        Check(filter);
        return ReadAsync(filter, first ?? long.MaxValue, cancellationToken);
    }

    /// <summary>Counts agents, sessions and runs, and sums up what was used: <c>GET /api/analytics</c>.</summary>
    /// <param name="after">Only usage of this time or later; null sets no limit.</param>
    /// <param name="before">Only usage of this time or earlier; null sets no limit.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The numbers.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: no time is both; nothing was sent.</exception>
    [Operation("GET /api/analytics", Query = ["after", "before"], Answer = typeof(Analytics))]
    public Task<Analytics> GetAnalyticsAsync(
        DateTime? after = null, DateTime? before = null, CancellationToken cancellationToken = default)
    {
        UsageFilter filter = new() { After = after, Before = before };
        Check(filter);
        return _transport.GetAsync("/api/analytics" + QueryOf(filter, before, null), AshJsonContext.Default.Analytics, cancellationToken);
    }

    private async IAsyncEnumerable<UsageEvent> ReadAsync(
        UsageFilter filter, long left, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTime? before = filter.Before;
        // Those of one turn have one time, and the last of a page may be in the middle of them: the next page has them again.
        HashSet<string> known = new(StringComparer.Ordinal);
        while (left > 0)
        {
            int size = (int)Math.Min(PageSize, left + known.Count);
            UsageEventListBody page = await _transport.GetAsync(
                "/api/usage" + QueryOf(filter, before, size), AshJsonContext.Default.UsageEventListBody, cancellationToken).ConfigureAwait(false);
            DateTime? last = before;
            bool anyNew = false;
            foreach (UsageEvent next in page.Events.Where(next => !known.Contains(next.Id)))
            {
                if (left-- == 0) yield break;
                if (next.CreatedAt != last) known.Clear();
                known.Add(next.Id);
                last = next.CreatedAt;
                anyNew = true;
                yield return next;
            }
            if (page.Events.Count < size) yield break;
            // A page full of one moment would come again for ever; what else is in that moment, the server does not give.
            before = anyNew ? last : last - TimeSpan.FromMilliseconds(1);
        }
    }

    private static void Check(UsageFilter filter)
    {
        if (filter.SessionId is { } session) Require.SessionId(session);
        if (filter.AgentName is { } agent) Require.AgentName(agent);
        if (filter.After?.ToUniversalTime() > filter.Before?.ToUniversalTime())
            throw Require.Invalid($"Nothing is after {filter.After:s} and before {filter.Before:s}.");
    }

    private static string QueryOf(UsageFilter filter, DateTime? before, int? limit)
    {
        (string Name, string? Value)[] parts =
        [
            ("sessionId", filter.SessionId),
            ("agentName", filter.AgentName),
            ("after", TimeOf(filter.After)),
            ("before", TimeOf(before)),
            ("limit", limit?.ToString(CultureInfo.InvariantCulture)),
        ];
        string query = string.Join('&', parts.Where(static part => part.Value is not null)
            .Select(static part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? query : "?" + query;
    }

    /// <summary>The server compares times as text, so that only those that are written as its own are compared as times.</summary>
    private static string? TimeOf(DateTime? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
