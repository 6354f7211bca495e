using System.Globalization;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for usage and analytics, and how a list without places to go on from is read to its end.</summary>
public class UsageRequestTests
{
    private const string Totals =
        """{"stats":{"totalInputTokens":180,"totalOutputTokens":150,"totalCacheCreationTokens":1,"totalCacheReadTokens":2,"totalToolCalls":3,"totalMessages":18,"totalComputeSeconds":90.5}}""";

    private static readonly DateTime Start = new(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<UsageFilter, string> Filters { get; } = new()
    {
        { new(), "" },
        { new() { SessionId = Clients.SessionId, AgentName = "a-b" }, $"?sessionId={Clients.SessionId}&agentName=a-b" },
        // Whatever the kind of a time, the server is told it as it writes its own.
        { new() { After = Start.AddTicks(12_345_678) }, "?after=2026-05-01T10%3A00%3A01.234Z" },
        { new() { After = Start.ToLocalTime(), Before = DateTime.SpecifyKind(Start.ToLocalTime(), DateTimeKind.Unspecified) }, "?after=2026-05-01T10%3A00%3A00.000Z&before=2026-05-01T10%3A00%3A00.000Z" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Totals_are_asked_for_as_they_are_filtered(UsageFilter filter, string query)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Totals));
        using AshClient client = Clients.ClientOf(server);

        UsageTotals totals = await client.Usage.GetTotalsAsync(filter).Soon();

        Assert.Equal("/api/usage/stats" + query, Assert.Single(server.Requests).Target);
        Assert.Equal((180, 150, 1, 2, 3, 18), (totals.InputTokens, totals.OutputTokens, totals.CacheCreationTokens, totals.CacheReadTokens, totals.ToolCalls, totals.Messages));
        Assert.Equal(TimeSpan.FromSeconds(90.5), totals.ComputeTime);
        Assert.Equal((filter.SessionId, filter.AgentName), (totals.SessionId, totals.AgentName));
    }

    public static TheoryData<UsageFilter> Invalid { get; } =
    [
        new() { SessionId = "nonsense" },
        new() { AgentName = "rev*" },
        new() { After = Start.AddMilliseconds(1), Before = Start },
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_server_does_not_take_is_not_sent(UsageFilter filter)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Totals));
        using AshClient client = Clients.ClientOf(server);

        Assert.Equal(AshErrorCause.InvalidRequest, Assert.Throws<AshException>(() => client.Usage.ListEventsAsync(filter)).Cause);
        Assert.Equal(AshErrorCause.InvalidRequest, (await Assert.ThrowsAsync<AshException>(() => client.Usage.GetTotalsAsync(filter)).Soon()).Cause);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task Analytics_hold_what_there_is_and_what_was_used()
    {
        string usage = Totals["{\"stats\":".Length..^1];
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """
            {"agents":{"total":3},"sessions":{"total":4,"byStatus":{"active":3,"ended":1}},"usage":USAGE,"evals":{"totalRuns":0,"byStatus":{}}}
            """.Replace("USAGE", usage, StringComparison.Ordinal)));
        using AshClient client = Clients.ClientOf(server);

        Analytics analytics = await client.Usage.GetAnalyticsAsync(after: Start).Soon();

        Assert.Equal("/api/analytics?after=2026-05-01T10%3A00%3A00.000Z", Assert.Single(server.Requests).Target);
        Assert.Equal((3, 4, 1, 18, 0), (analytics.Agents.Total, analytics.Sessions.Total, analytics.Sessions.ByStatus["ended"], analytics.Usage.Messages, analytics.Evals.TotalRuns));
        Assert.Equal(("4 (3 active, 1 ended)", "0"), ($"{analytics.Sessions}", $"{analytics.Evals}"));
    }

    [Fact]
    public async Task Events_are_read_on_from_the_time_of_the_last_without_those_that_came_already()
    {
        // Three events a moment, newest first: the first page ends within a moment, and the second begins with that moment again.
        await using ScriptedServer server = ScriptedServer.Answering(Events(1, 1000), Events(1000, 500));
        using AshClient client = Clients.ClientOf(server);
        await using IAsyncEnumerator<UsageEvent> events = client.Usage.ListEventsAsync(new() { AgentName = "a", Before = Start }).GetAsyncEnumerator();
        List<string> ids = [];

        for (int i = 0; i < 1000; i++)
        {
            Assert.True(await events.MoveNextAsync().AsTask().Soon());
            ids.Add(events.Current.Id);
        }
        Assert.Single(server.Requests);
        while (await events.MoveNextAsync().AsTask().Soon()) ids.Add(events.Current.Id);

        Assert.Equal(Enumerable.Range(1, 1499).Select(IdOf), ids);
        Assert.Equal(
            [
                "/api/usage?agentName=a&before=2026-05-01T10%3A00%3A00.000Z&limit=1000",
                $"/api/usage?agentName=a&before={Uri.EscapeDataString(TimeOf(1000))}&limit=1000",
            ],
            server.Requests.Select(static request => request.Target));
    }

    [Theory]
    [InlineData(2, "limit=2", null)]
    [InlineData(1200, "limit=1000", "limit=201")]
    public async Task No_more_is_asked_for_than_is_wanted(int first, string query, string? next)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Events(1, Math.Min(first, 1000)), Events(1000, 201));
        using AshClient client = Clients.ClientOf(server);

        List<UsageEvent> events = await client.Usage.ListEventsAsync(first: first).ToListAsync().AsTask().Soon();

        Assert.Equal(Enumerable.Range(1, first).Select(IdOf), events.Select(static e => e.Id));
        Assert.EndsWith(query, server.Requests[0].Target, StringComparison.Ordinal);
        Assert.Equal(next, server.Requests.Skip(1).SingleOrDefault()?.Target.Split('&')[^1]);
    }

    [Fact]
    public async Task A_page_full_of_one_moment_is_not_read_for_ever()
    {
        byte[] moment = Events(1, 1000, static _ => 1);
        await using ScriptedServer server = ScriptedServer.Answering(moment, moment, Events(1001, 1));
        using AshClient client = Clients.ClientOf(server);

        Assert.Equal(1001, (await client.Usage.ListEventsAsync().ToListAsync().AsTask().Soon()).Count);
        Assert.Contains(Uri.EscapeDataString(TimeOf(4)), server.Requests[^1].Target, StringComparison.Ordinal);
    }

    private static string IdOf(int number) => $"00000000-0000-4000-8000-{number.ToString("D12", CultureInfo.InvariantCulture)}";

    /// <summary>Three events have one time, a millisecond before that of the three before them.</summary>
    private static string TimeOf(int number) => Start.AddMilliseconds(-(number + 2) / 3).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static byte[] Events(int from, int count, Func<int, int>? momentOf = null) => Json(200, $$"""
        {"events":[{{string.Join(',', Enumerable.Range(from, count).Select(number =>
            $$"""{"id":"{{IdOf(number)}}","sessionId":"{{Clients.SessionId}}","agentName":"a","eventType":"message","value":1,"createdAt":"{{TimeOf(momentOf?.Invoke(number) ?? number)}}"}"""))}}]}
        """);
}
