using System.Globalization;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What is sent again, after how long, and what never is.</summary>
public class RetryTests
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();

    public static TheoryData<int, string> PassingFailures { get; } = new()
    {
        { 429, """{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded"}""" },
        { 502, "<html>bad gateway</html>" },
        { 503, """{"error":"Service Unavailable","statusCode":503}""" },
        { 503, """{"error":"Sandbox capacity reached and no evictable sandboxes","statusCode":503}""" },
        { 504, "" },
    };

    public static TheoryData<int, string> LastingFailures { get; } = new()
    {
        { 400, """{"error":"Bad Request","statusCode":400}""" },
        { 401, """{"error":"Invalid API key","statusCode":401}""" },
        { 404, """{"error":"Session not found","statusCode":404}""" },
        { 410, """{"error":"Session has ended","statusCode":410}""" },
        { 422, """{"error":"Agent directory is gone","statusCode":422}""" },
        { 500, """{"error":"Sandbox not found","statusCode":500}""" },
        { 501, "" },
    };

    /// <summary>How a server can lose a request that it has read.</summary>
    public static TheoryData<string> Breaks { get; } = ["closed", "reset", "closed within the head", "reset within the body"];

    [Theory]
    [MemberData(nameof(PassingFailures))]
    public async Task A_read_is_repeated_on_what_may_pass(int status, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(status, body), Json(status, body), Json(200, Samples.Health));
        using AshClient client = ClientOf(server);

        Task<ServerHealth> read = client.GetHealthAsync();
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(read).Soon();

        Assert.Equal("ok", (await read).Status);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, waits.Count);
        Assert.All(waits, static wait => Assert.InRange(wait, TimeSpan.FromTicks(1), MaxWait));
    }

    [Theory]
    [MemberData(nameof(LastingFailures))]
    public async Task A_read_is_not_repeated_on_what_lasts(int status, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(status, body));
        using AshClient client = ClientOf(server);

        AshApiException e = await FailsAsync(client.GetHealthAsync(), waits: 0);

        Assert.Equal(status, e.StatusCode);
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_read_is_repeated_on_a_connection_that_broke(string how)
    {
        int connections = 0;
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            if (Interlocked.Increment(ref connections) == 1) await BreakAsync(connection, how);
            else await connection.WriteAsync(Json(200, Samples.Health, "Connection: close"));
        });
        using AshClient client = ClientOf(server);

        Task<ServerHealth> read = client.GetHealthAsync();
        await _clock.RunAsync(read).Soon();

        Assert.Equal("ok", (await read).Status);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_read_gives_up_after_four_repeats_and_throws_the_last_failure()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(502, "1"), Json(502, "2"), Json(502, "3"), Json(502, "4"), Json(504, """{"error":"the last"}"""));
        using AshClient client = ClientOf(server);

        AshApiException e = await FailsAsync(client.GetHealthAsync(), waits: 4);

        Assert.Equal((AshErrorCause.ServerError, 504, "the last"), (e.Cause, e.StatusCode, e.ServerMessage));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_refused_connection_is_tried_again_for_reads_and_writes()
    {
        foreach (bool writes in new[] { false, true })
        {
            await using ScriptedServer server = ScriptedServer.Refusing(writes ? EventStream(SampleTurn.Body) : Json(200, Samples.Health));
            using AshClient client = ClientOf(server);

            Task call = writes ? client.Messages.SendAndWaitAsync(Clients.SessionId, "hello") : client.GetHealthAsync();
            TimeSpan wait = await _clock.NextWaitAsync(static _ => true).Soon();
            server.Listen();
            _clock.Advance(wait);

            await call.Soon();
            Assert.Single(server.Requests);
        }
    }

    [Fact]
    public async Task A_write_is_repeated_where_the_server_turned_it_away()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(429, """{"error":"Too Many Requests"}"""),
            Json(503, """{"error":"Sandbox capacity reached and no evictable sandboxes (all running)"}"""),
            Json(201, Samples.Session));
        using AshClient client = ClientOf(server);

        Task<Session> write = client.Sessions.CreateAsync(new() { Agent = "a" });
        Assert.Equal(2, (await _clock.RunAsync(write).Soon()).Count);

        Assert.Equal("a", (await write).AgentName);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(static r => r.BodyText).Distinct());
    }

    [Fact]
    public async Task A_message_is_repeated_where_the_server_turned_it_away()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(429, """{"error":"Too Many Requests"}"""), EventStream(SampleTurn.Body));
        using AshClient client = ClientOf(server);

        Task<Turn> turn = client.Messages.SendAndWaitAsync(Clients.SessionId, "hello");
        Assert.Single(await _clock.RunAsync(turn).Soon());

        Assert.Equal(TurnOutcome.Completed, (await turn).Outcome);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(LastingFailures))]
    [InlineData(502, "")]
    [InlineData(503, """{"error":"Service Unavailable"}""")]
    [InlineData(504, "")]
    public async Task A_write_is_not_repeated_where_the_server_may_have_acted(int status, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(status, body));
        using AshClient client = ClientOf(server);

        await FailsAsync(client.Messages.SendAndWaitAsync(Clients.SessionId, "hello"), waits: 0);
        await FailsAsync(client.Sessions.CreateAsync(new() { Agent = "a" }), waits: 0);
        await FailsAsync(client.Sessions.EndAsync(Clients.SessionId), waits: 0);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_write_is_sent_once_though_its_connection_breaks(string how)
    {
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await BreakAsync(connection, how);
        });
        using AshClient client = ClientOf(server);
        Func<Task>[] writes = Writes(client);

        foreach (Func<Task> write in writes) await FailsAsync(write(), waits: 0);
        Assert.Equal(writes.Length, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_write_is_sent_once_though_its_connection_breaks_that_served_before(string how)
    {
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { Target: "/health" }) await connection.WriteAsync(Json(200, Samples.Health));
            await BreakAsync(connection, how);
        });
        using AshClient client = ClientOf(server);
        Func<Task>[] writes = Writes(client);

        foreach (Func<Task> write in writes)
        {
            await client.GetHealthAsync().Soon();
            await FailsAsync(write(), waits: 0);
        }

        // The health before a write and the write came on the same connection, and the write came once.
        Assert.Equal(writes.Length, server.Connections);
        Assert.Equal(writes.Length, server.Requests.Count(static r => r.Target != "/health"));
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_large_message_is_sent_once_too(string how)
    {
        int bodies = 0;
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            SeenRequest request = (await connection.ReadHeadAsync())!;
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await connection.ReadBodyAsync(request.ContentLength);
            Interlocked.Increment(ref bodies);
            await BreakAsync(connection, how);
        });
        using AshClient client = ClientOf(server);

        await FailsAsync(client.Messages.SendAndWaitAsync(Clients.SessionId, new string('x', 400_000)), waits: 0);

        Assert.Equal(1, bodies);
    }

    [Fact]
    public async Task A_server_that_says_when_is_asked_again_then()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(429, "{}", "Retry-After: 7"), Json(503, "{}", "Retry-After: 30"), Json(429, "{}", "Retry-After: 0"), Json(200, Samples.Health));
        using AshClient client = ClientOf(server);

        Task<ServerHealth> read = client.GetHealthAsync();

        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(30)], await _clock.RunAsync(read).Soon());
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(20, new[] { 20.0 })]
    [InlineData(-20, new double[0])]
    public async Task It_may_say_so_as_a_date(int seconds, double[] expected)
    {
        string date = (_clock.GetUtcNow() + TimeSpan.FromSeconds(seconds)).ToString("r", CultureInfo.InvariantCulture);
        await using ScriptedServer server = ScriptedServer.Answering(Json(429, "{}", "Retry-After: " + date), Json(200, Samples.Health));
        using AshClient client = ClientOf(server);

        Task<ServerHealth> read = client.GetHealthAsync();

        Assert.Equal(expected, (await _clock.RunAsync(read).Soon()).Select(static wait => wait.TotalSeconds));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_wait_that_is_longer_than_allowed_is_an_error_at_once_that_says_when_to_come_back()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(429, """{"error":"Too Many Requests"}""", "Retry-After: 899"));
        using AshClient client = ClientOf(server);

        foreach (Task call in new Task[] { client.GetHealthAsync(), client.Messages.SendAndWaitAsync(Clients.SessionId, "hello"), client.Sessions.PauseAsync(Clients.SessionId) })
        {
            AshApiException e = await FailsAsync(call, waits: 0);
            Assert.Equal((AshErrorCause.RateLimited, TimeSpan.FromSeconds(899)), (e.Cause, e.RetryAfter));
            Assert.Contains("12:14:59", e.Message, StringComparison.Ordinal);
        }
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task No_wait_means_no_repeat()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(503, "{}"));
        using AshClient client = ClientOf(server);

        await FailsAsync(client.Observe(static _ => { }, TimeSpan.Zero).GetHealthAsync(), waits: 0);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_view_has_its_own_longest_wait()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(503, "{}", "Retry-After: 60"), Json(200, Samples.Health));
        using AshClient client = ClientOf(server);

        Task<ServerHealth> read = client.Observe(static _ => { }, TimeSpan.FromSeconds(60)).GetHealthAsync();

        Assert.Equal([TimeSpan.FromSeconds(60)], await _clock.RunAsync(read).Soon());
    }

    [Fact]
    public async Task There_is_no_limit_to_the_longest_wait()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(503, "{}", "Retry-After: 200000"), Json(200, Samples.Health));
        using AshClient client = ClientOf(server);

        Task<ServerHealth> read = client.Observe(static _ => { }, TimeSpan.MaxValue).GetHealthAsync();

        Assert.Equal([TimeSpan.FromSeconds(200_000)], await _clock.RunAsync(read).Soon());
    }

    [Fact]
    public async Task Own_waits_are_no_longer_than_allowed()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(503, "{}"));
        using AshClient client = ClientOf(server);
        TimeSpan shortest = TimeSpan.FromMilliseconds(10);

        Task read = client.Observe(static _ => { }, shortest).GetHealthAsync();
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(read).Soon();

        await Assert.ThrowsAsync<AshApiException>(() => read);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, shortest));
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task Every_request_and_every_wait_is_told()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(502, "{}", "Retry-After: 3"), EventStream(SampleTurn.Body), Json(200, Samples.Health));
        using AshClient client = ClientOf(server);
        List<AshNotice> notices = [];
        AshClient observed = client.Observe(notices.Add);

        Task<IReadOnlyList<Session>> read = observed.Sessions.ListAsync("a");
        await _clock.RunAsync(read).Soon();
        await Assert.ThrowsAsync<AshApiException>(() => read);
        await client.GetHealthAsync().Soon();

        Assert.Equal([AshNoticeKind.Request, AshNoticeKind.Retry, AshNoticeKind.Request], notices.Select(static n => n.Kind));
        Assert.StartsWith("GET /api/sessions?agent=a: 502 in ", notices[0].Message, StringComparison.Ordinal);
        Assert.Contains("Trying again in 3 s (1 of 4).", notices[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("GET /api/sessions?agent=a: 200 in ", notices[2].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(notices, static n => n.Message.Contains(Clients.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelling_ends_a_wait()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(503, "{}"));
        using AshClient client = ClientOf(server);
        using CancellationTokenSource cancel = new();

        Task read = client.GetHealthAsync(cancel.Token);
        await _clock.NextWaitAsync(static _ => true).Soon();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read).Soon();
        Assert.Single(server.Requests);
    }

    private static Func<Task>[] Writes(AshClient client) =>
    [
        () => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello"),
        () => client.Sessions.CreateAsync(new() { Agent = "a" }),
        () => client.Agents.PublishSystemPromptAsync("a", "x"),
        () => client.Sessions.PauseAsync(Clients.SessionId),
        () => client.Sessions.ReleaseSandboxAsync(Clients.SessionId),
        () => client.Sessions.EndAsync(Clients.SessionId),
    ];

    private static async Task BreakAsync(ScriptedConnection connection, string how)
    {
        if (how == "closed within the head") await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-");
        if (how == "reset within the body") await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        if (how.StartsWith("reset", StringComparison.Ordinal)) connection.Reset();
        else connection.Close();
    }

    private AshClient ClientOf(ScriptedServer server) => new(Clients.OptionsFor(server.Address, maxRetryWait: MaxWait, clock: _clock));

    private async Task<AshApiException> FailsAsync(Task call, int waits)
    {
        Assert.Equal(waits, (await _clock.RunAsync(call).Soon()).Count);
        return await Assert.ThrowsAsync<AshApiException>(() => call);
    }
}
