using System.Net;
using System.Text;
using Ash.Emulation.Tests.Recordings;

namespace Ash.Emulation.Tests.Faults;

public sealed class FaultTests : IDisposable
{
    private const string Messages = "/api/sessions/*/messages";
    private readonly AshServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_status_strikes_as_often_as_told_after_as_many_as_told()
    {
        var fault = _server.Emulator.Faults.Add(
            new StatusFault { Method = "GET", Path = "/api/agents*", StatusCode = 502, After = 1, Times = 2 });

        Assert.Equal([200, 502, 502, 200], await StatusesAsync("/api/agents", "/api/agents", "/api/agents", "/api/agents"));
        Assert.Equal(2, fault.Count);
        Assert.Equal([200], await StatusesAsync("/health"));
    }

    [Fact]
    public async Task A_status_may_have_any_body_type_and_headers()
    {
        _server.Emulator.Faults.Add(new StatusFault
        {
            StatusCode = 429,
            Body = "<h1>slow down</h1>",
            ContentType = "text/html",
            Headers = new Dictionary<string, string> { ["retry-after"] = "7" },
        });
        using var response = await _server.Http.GetAsync(new Uri(_server.Emulator.Uri, "/health"), AshServer.Soon);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("<h1>slow down</h1>", await response.Content.ReadAsStringAsync(AshServer.Soon));
    }

    [Fact]
    public async Task Faults_can_be_taken_away()
    {
        var fault = _server.Emulator.Faults.Add(new StatusFault());
        _server.Emulator.Faults.Add(new StatusFault { StatusCode = 500 });

        Assert.Equal([503], await StatusesAsync("/health"));
        _server.Emulator.Faults.Remove(fault);
        Assert.Equal([500], await StatusesAsync("/health"));
        _server.Emulator.Faults.Clear();
        Assert.Equal([200], await StatusesAsync("/health"));
    }

    [Fact]
    public async Task A_redirect_says_where_to()
    {
        _server.Emulator.Faults.Add(new RedirectFault { Path = "/api/agents", Location = "/health", StatusCode = 307 });
        var body = await _server.GetAsync("GET", "/api/agents");

        Assert.Equal("ok", (string?)body["status"]);
    }

    [Fact]
    public async Task A_delay_holds_the_request_until_it_is_released()
    {
        var fault = _server.Emulator.Faults.Add(new DelayFault());
        var answer = _server.SendAsync("POST", "/api/agents", new { name = "a" });
        var request = await _server.Emulator.WaitForRequestAsync(_ => true, AshServer.Soon);
        Assert.Null(request.StatusCode);

        fault.Release();
        Assert.Equal(HttpStatusCode.Created, (await answer).Status);
    }

    [Fact]
    public async Task A_client_may_leave_during_a_delay()
    {
        _server.Emulator.Faults.Add(new DelayFault());
        using (var client = await RawClient.ConnectAsync(_server.Emulator.Uri))
        {
            await client.SendAsync("GET /health HTTP/1.1\r\n\r\n");
            await _server.Emulator.WaitForRequestAsync(_ => true, AshServer.Soon);
        }

        await _server.Emulator.Requests[0].WaitForClientLeftAsync(AshServer.Soon);
    }

    [Fact]
    public async Task A_delay_of_some_time_ends_by_the_clock()
    {
        var clock = new ManualClock();
        using var server = new AshServer(new AshEmulatorOptions { Clock = clock });
        server.Emulator.Faults.Add(new DelayFault { Delay = TimeSpan.FromMinutes(1) });
        var answer = server.SendAsync("GET", "/health");
        await clock.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        Assert.False(answer.IsCompleted);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await answer).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_may_end_before_any_byte(bool reset)
    {
        _server.Emulator.Faults.Add(new ConnectionClosedFault { Reset = reset, Times = 1 });
        using var client = await RawClient.ConnectAsync(_server.Emulator.Uri);
        await client.SendAsync("GET /health HTTP/1.1\r\n\r\n");

        if (reset)
            await Assert.ThrowsAsync<IOException>(() => client.ReadToEndAsync());
        else
            Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task An_answer_may_be_no_HTTP()
    {
        _server.Emulator.Faults.Add(new GarbageFault { Text = "not HTTP\n" });

        var answer = await RawClient.ExchangeAsync(_server.Emulator.Uri, "GET /health HTTP/1.1\r\n\r\n");
        Assert.Equal("not HTTP\n", Encoding.UTF8.GetString(answer));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_plain_answer_may_be_cut_in_its_body(int bytes)
    {
        _server.Emulator.Faults.Add(new CutFault { Bytes = bytes });
        var answer = new HttpAnswer(await RawClient.ExchangeAsync(_server.Emulator.Uri, "GET /health HTTP/1.1\r\n\r\n"));

        Assert.Equal(bytes, answer.Body.Length);
        Assert.True(int.Parse(answer.Header("content-length")!, System.Globalization.CultureInfo.InvariantCulture) > bytes);
    }

    [Theory]
    [InlineData(0, 0, false, "")]
    [InlineData(2, 0, false, "session_start message")]
    [InlineData(2, 0, true, "session_start message")]
    [InlineData(6, 0, false, "session_start message message turn_complete message done")]
    public async Task A_stream_may_be_cut_between_events(int events, int bytes, bool lastChunk, string types)
    {
        var answer = await StreamAsync(new CutFault { Path = Messages, AfterEvents = events, Bytes = bytes, SendLastChunk = lastChunk });

        Assert.Equal(types, string.Join(' ', answer.Frames().Select(frame => frame.Type)));
        Assert.Equal(lastChunk, answer.IsComplete);
    }

    [Fact]
    public async Task A_cut_does_not_wait_for_the_event_that_will_be_missing()
    {
        _server.Emulator.Replies.Add("*", Gated.By(new TaskCompletionSource().Task));
        var answer = await StreamAsync(new CutFault { AfterEvents = 3, Path = Messages });

        Assert.Equal(3, answer.Frames().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_may_be_cut_inside_an_event(bool lastChunk)
    {
        const string Part = "event: message\ndata:";
        var answer = await StreamAsync(
            new CutFault { Path = Messages, AfterEvents = 1, Bytes = Part.Length, SendLastChunk = lastChunk });

        Assert.EndsWith($"\n\n{Part}", answer.Body, StringComparison.Ordinal);
        Assert.Equal(lastChunk, answer.IsComplete);
    }

    [Fact]
    public async Task A_stream_may_be_reset()
    {
        var session = await _server.NewSessionAsync();
        _server.Emulator.Replies.Add("*", Gated.By(new TaskCompletionSource().Task));
        _server.Emulator.Faults.Add(new CutFault { Path = Messages, AfterEvents = 3, Reset = true });

        await Assert.ThrowsAsync<IOException>(() => RawClient.ExchangeAsync(_server.Emulator.Uri, Post(session)));
    }

    [Fact]
    public async Task A_stream_may_fall_silent_while_the_turn_goes_on()
    {
        var session = await _server.NewSessionAsync();
        _server.Emulator.Faults.Add(new SilenceFault { Path = Messages, AfterEvents = 2, Times = 1 });
        using var stream = await _server.OpenStreamAsync(session, new { content = "x" });
        await stream.ReadToAsync("message:system");

        using var givingUp = new CancellationTokenSource();
        var read = stream.ReadAsync(givingUp.Token);
        Assert.Equal("done", (await _server.AskAsync(session, "y"))[^1].Type);
        Assert.False(read.IsCompleted);
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task Bad_bytes_may_come_between_events()
    {
        var answer = await StreamAsync(new FrameFault { Path = Messages, AfterEvents = 1, Text = "data: {oops\n\n" });

        Assert.Contains("\"0.2.0\"}\n\ndata: {oops\n\nevent: message\n", answer.Body, StringComparison.Ordinal);
        Assert.True(answer.IsComplete);
    }

    [Fact]
    public async Task The_write_limit_can_be_another()
    {
        var clock = new ManualClock();
        using var server = new AshServer(new AshEmulatorOptions { Clock = clock });
        var session = await server.NewSessionAsync();
        server.Emulator.Replies.Add("*", EmulatorReply.Text(new string('x', 16 * 1024 * 1024)));
        server.Emulator.Faults.Add(new WriteLimitFault { Limit = TimeSpan.FromSeconds(1) });
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);
        await client.SendAsync(Post(session));
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(1));

        var answer = new HttpAnswer(await client.ReadToEndAsync());
        Assert.EndsWith(
            "event: error\ndata: {\"error\":\"Client write timeout — closing stream\"}\n\n" +
            $"event: done\ndata: {{\"sessionId\":\"{session}\"}}\n\n",
            answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_cuts_streams_pauses_sessions_and_keeps_the_port()
    {
        var session = await _server.NewSessionAsync();
        _server.Emulator.Replies.Add("wait", Gated.By(new TaskCompletionSource().Task));
        using var client = await RawClient.ConnectAsync(_server.Emulator.Uri);
        await client.SendAsync(Post(session, "wait"));
        await client.ReadToAsync("before");

        _server.Emulator.Restart();

        Assert.DoesNotContain("\r\n0\r\n", Encoding.UTF8.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
        Assert.True(_server.Emulator.IsRunning);
        Assert.Equal("paused", await _server.StatusAsync(session));
        await _server.GetAsync("POST", $"/api/sessions/{session}/resume");
        Assert.Equal("done", (await _server.AskAsync(session, "x"))[^1].Type);
        var messages = (await _server.GetAsync("GET", $"/api/sessions/{session}/messages"))["messages"]!.AsArray();
        Assert.Equal(["user", "assistant", "user", "assistant", "assistant"], messages.Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task A_killed_server_refuses_connections_until_it_is_started_again()
    {
        await _server.NewSessionAsync();
        _server.Emulator.Kill();

        Assert.False(_server.Emulator.IsRunning);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _server.SendAsync("GET", "/health"));
        _server.Emulator.Restart();
        Assert.Single((await _server.GetAsync("GET", "/api/sessions"))["sessions"]!.AsArray());
    }

    private static string Post(string session, string prompt = "x")
    {
        var body = $$"""{"content":"{{prompt}}"}""";
        return $"POST /api/sessions/{session}/messages HTTP/1.1\r\nContent-Type: application/json\r\n" +
            $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
    }

    private async Task<HttpAnswer> StreamAsync(EmulatorFault fault)
    {
        var session = await _server.NewSessionAsync();
        _server.Emulator.Faults.Add(fault);
        return new HttpAnswer(await RawClient.ExchangeAsync(_server.Emulator.Uri, Post(session)));
    }

    private async Task<IEnumerable<int>> StatusesAsync(params string[] paths)
    {
        var statuses = new List<int>();
        foreach (var path in paths)
            statuses.Add((int)(await _server.SendAsync("GET", path)).Status);
        return statuses;
    }
}
