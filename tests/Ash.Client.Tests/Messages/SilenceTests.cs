using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>A turn that stops talking: a model that thinks is left alone, and a turn that is dead ends.</summary>
public class SilenceTests
{
    [Fact]
    public async Task A_model_may_think_for_hours_and_is_asked_about_ever_more_rarely()
    {
        await using SilentTurn turn = new();
        var running = await turn.StartAsync();

        List<double> waits = [];
        for (int i = 0; i < 20; i++) waits.Add((await turn.StaySilentAsync()).TotalSeconds);
        await turn.NextWaitAsync();
        Assert.Equal([30, 60, 120, 240, 300, 300], waits.Take(6));
        Assert.All(waits.Skip(6), static wait => Assert.Equal(300, wait));
        Assert.Equal(20, turn.Rounds);
        Assert.False(running.IsCompleted);

        turn.Say("message", SampleTurn.Assistant("42."));
        turn.Finish();
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await running.Soon();
        Assert.Null(failure);
        Assert.Equal(["session_start", "message", "done"], events.Select(static e => e.Type));
    }

    [Fact]
    public async Task Nobody_is_asked_while_events_come()
    {
        await using SilentTurn turn = new();
        await turn.StartAsync();

        for (int i = 0; i < 10; i++)
        {
            TimeSpan wait = await turn.NextWaitAsync();
            Assert.Equal(SilentTurn.AskAfter, wait);
            await turn.SayAsync("ping", "{}");
            turn.Clock.Advance(wait);
        }
        await turn.NextWaitAsync();
        Assert.Empty(turn.Questions);
    }

    [Fact]
    public async Task An_event_after_a_long_silence_starts_the_count_anew()
    {
        await using SilentTurn turn = new();
        await turn.StartAsync();
        await turn.StaySilentAsync();
        await turn.StaySilentAsync();

        TimeSpan third = await turn.NextWaitAsync();
        await turn.SayAsync("ping", "{}");
        turn.Clock.Advance(third);

        Assert.Equal(120, third.TotalSeconds);
        Assert.Equal(SilentTurn.AskAfter, await turn.NextWaitAsync());
        Assert.Equal(2, turn.Rounds);
    }

    [Theory]
    [InlineData("stopped", AshErrorCause.SessionNotActive, "was stopped during the turn")]
    [InlineData("ended", AshErrorCause.SessionEnded, "was ended during the turn")]
    [InlineData("error", AshErrorCause.SandboxLost, "sandbox of session .* died during the turn")]
    public async Task The_session_tells_that_its_turn_is_dead(string status, AshErrorCause cause, string says)
    {
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs(status) };

        await EndsAsync(turn, cause, says);

        Assert.Equal(["session"], turn.Questions);
    }

    [Theory]
    [InlineData("""{"error":"Session not found","statusCode":404}""")]
    [InlineData("""{"statusCode":404,"error":"Not Found","message":"Session not found"}""")]
    public async Task A_session_that_is_gone_was_deleted(string body)
    {
        await using SilentTurn turn = new() { Session = Json(404, body) };

        await EndsAsync(turn, AshErrorCause.SessionNotFound, "was deleted during the turn");
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("active")]
    public async Task A_server_that_is_younger_than_the_turn_was_restarted(string status)
    {
        // The turn is a minute old when the question comes.
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs(status), Health = SilentTurn.UptimeIs(57) };

        await EndsAsync(turn, AshErrorCause.StreamStalled, "was restarted during the turn");
    }

    [Theory]
    [InlineData(58)]
    [InlineData(60)]
    [InlineData(61)]
    public async Task A_server_that_is_about_as_old_as_the_turn_was_not(long uptime)
    {
        await using SilentTurn turn = new() { Health = SilentTurn.UptimeIs(uptime) };

        await GoesOnAsync(turn);
    }

    [Theory]
    [InlineData("""{"status":"ok"}""")]
    [InlineData("""{"status":"ok","uptime":null}""")]
    public async Task A_server_that_does_not_say_how_old_it_is_was_not_restarted(string health)
    {
        await using SilentTurn turn = new() { Health = Json(200, health) };

        await GoesOnAsync(turn);
    }

    [Fact]
    public async Task A_session_that_was_paused_on_purpose_works_on()
    {
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs("paused") };

        await GoesOnAsync(turn);
    }

    [Fact]
    public async Task Nor_does_a_pause_of_which_nothing_is_known_end_anything()
    {
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs("paused"), Events = SilentTurn.HistoryIs() };

        await GoesOnAsync(turn);
    }

    [Theory]
    [InlineData("created")]
    [InlineData("created", "paused", "resumed")]
    public async Task A_session_that_nobody_paused_lost_its_sandbox(params string[] history)
    {
        // The server pauses it itself when the sandbox is killed, and takes the dead sandbox for alive.
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs("paused"), Events = SilentTurn.HistoryIs(history) };

        await EndsAsync(turn, AshErrorCause.SandboxLost, "sandbox of session .* was killed during the turn");

        Assert.Equal(["session", "health", "events"], turn.Questions);
    }

    [Theory]
    [InlineData(200, """{"files":[],"source":"snapshot"}""")]
    [InlineData(404, """{"error":"No workspace available for this session","statusCode":404}""")]
    public async Task Files_that_come_from_no_sandbox_tell_that_it_is_gone(int status, string files)
    {
        await using SilentTurn turn = new() { Files = Json(status, files) };

        await EndsAsync(turn, AshErrorCause.SandboxLost, "died during the turn");

        Assert.Equal(["session", "health", "files"], turn.Questions);
    }

    [Fact]
    public async Task A_session_that_is_deleted_between_two_questions_was_deleted()
    {
        await using SilentTurn turn = new() { Files = Json(404, """{"error":"Session not found","statusCode":404}""") };

        await EndsAsync(turn, AshErrorCause.SessionNotFound, "was deleted");
    }

    /// <summary>Answers that say nothing of the turn: whoever answers is busy, or somebody else.</summary>
    public static TheoryData<string, int, string> Nothing
    {
        get
        {
            TheoryData<string, int, string> data = [];
            foreach (string question in new[] { "session", "health", "files", "events" })
            {
                data.Add(question, 429, """{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded, retry in 15 minutes"}""");
                data.Add(question, 500, """{"error":"Internal Server Error","statusCode":500}""");
                data.Add(question, 503, "");
                data.Add(question, 401, """{"error":"Invalid API key","statusCode":401}""");
                data.Add(question, 200, "<html>Sign in</html>");
                data.Add(question, 200, """{"something":"else"}""");
                data.Add(question, 404, "<html>Not found</html>");
                data.Add(question, 404, """{"statusCode":404,"error":"Not Found","message":"Route GET:/api/x not found"}""");
                data.Add(question, 302, "");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Nothing))]
    public async Task Answers_that_say_nothing_end_nothing(string question, int status, string body)
    {
        byte[] answer = Answer(status, "application/json", body);
        await using SilentTurn turn = new();
        if (question == "session") turn.Session = answer;
        else if (question == "health") turn.Health = answer;
        else if (question == "files") turn.Files = answer;
        else (turn.Session, turn.Events) = (SilentTurn.SessionIs("paused"), answer);

        await GoesOnAsync(turn, rounds: 3);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_asked_once_more_and_soon()
    {
        await using SilentTurn turn = new();
        var running = await turn.StartAsync();
        for (int i = 0; i < 4; i++) await turn.StaySilentAsync();
        TimeSpan fifth = await turn.NextWaitAsync();
        turn.Session = SilentTurn.Broken;
        turn.Clock.Advance(fifth);

        TimeSpan again = await turn.NextWaitAsync();
        Assert.Equal(SilentTurn.AskAfter, again);
        Assert.False(running.IsCompleted);
        turn.Clock.Advance(again);

        AssertEnded(await running.Soon(), AshErrorCause.ServerUnreachable, "The server went away during the turn");
        Assert.Equal(6, turn.Rounds);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_server_that_was_gone_for_a_moment_is_not_gone(int backWith)
    {
        await using SilentTurn turn = new();
        byte[] back = backWith == 200 ? turn.Session : Json(backWith, "{}");
        var running = await turn.StartAsync();
        foreach (byte[] answer in new[] { SilentTurn.Broken, back, SilentTurn.Broken, back })
        {
            TimeSpan wait = await turn.NextWaitAsync();
            turn.Session = answer;
            turn.Clock.Advance(wait);
        }
        await turn.NextWaitAsync();

        turn.Finish();
        Assert.Null((await running.Soon()).Failure);
    }

    [Fact]
    public async Task An_event_between_two_failures_to_reach_the_server_shows_that_it_is_there()
    {
        await using SilentTurn turn = new() { Session = SilentTurn.Broken };
        var running = await turn.StartAsync();
        await turn.StaySilentAsync();

        TimeSpan wait = await turn.NextWaitAsync();
        await turn.SayAsync("ping", "{}");
        turn.Clock.Advance(wait);
        await turn.StaySilentAsync();
        await turn.NextWaitAsync();

        Assert.Equal(2, turn.Rounds);
        turn.Finish();
        Assert.Null((await running.Soon()).Failure);
    }

    [Fact]
    public async Task Who_never_wants_to_ask_never_does()
    {
        await using SilentTurn turn = new(Timeout.InfiniteTimeSpan) { Session = SilentTurn.SessionIs("ended") };
        TimeSpan days = TimeSpan.FromDays(2);
        Task<Turn> running = turn.Client.Messages.SendAndWaitAsync(Clients.SessionId, "hello", new() { Timeout = days });
        await turn.Clock.NextWaitAsync(wait => wait == days).Soon();

        turn.Clock.Advance(TimeSpan.FromDays(1));
        turn.Finish();

        Assert.Equal(TurnOutcome.Completed, (await running.Soon()).Outcome);
        Assert.Empty(turn.Questions);
    }

    [Fact]
    public async Task What_came_before_the_verdict_is_handed_out_and_so_is_a_tool_result_that_waited()
    {
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs("stopped") };
        var running = await turn.StartAsync();
        await turn.SayTogetherAsync(("tool_use", SampleTurn.ToolUse), ("tool_result", """{"content":"grüezi"}"""));

        await turn.Clock.RunAsync(running).Soon();

        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await running;
        Assert.Equal(["session_start", "tool_use", "tool_result"], events.Select(static e => e.Type));
        Assert.Equal("grüezi", Assert.IsType<ToolResultEvent>(events[2]).Text);
        Assert.Equal((AshErrorCause.SessionNotActive, 3L), (failure?.Cause, failure?.EventsReceived));
    }

    [Fact]
    public async Task A_turn_as_a_whole_says_why_it_was_given_up()
    {
        await using SilentTurn turn = new() { Session = SilentTurn.SessionIs("ended") };
        turn.Say("message", SampleTurn.Assistant("Half."));
        Task<Turn> running = turn.Client.Messages.SendAndWaitAsync(Clients.SessionId, "hello");

        await turn.Clock.RunAsync(running).Soon();

        Turn ended = await running;
        Assert.Equal((TurnOutcome.Interrupted, "Half."), (ended.Outcome, ended.Text));
        Assert.Contains("was ended during the turn", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_ends_the_watch()
    {
        await using SilentTurn turn = new();
        using CancellationTokenSource leaving = new();
        var running = await turn.StartAsync(leaving.Token);
        TimeSpan wait = await turn.NextWaitAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running).Soon();
        turn.Clock.Advance(wait);

        await turn.Closed.Soon();
        Assert.Empty(turn.Questions);
    }

    [Fact]
    public async Task A_question_is_told_as_a_request_and_not_repeated()
    {
        await using SilentTurn turn = new() { Session = Json(503, "") };
        List<AshNotice> notices = [];
        AshClient view = turn.Client.Observe(notices.Add, TimeSpan.FromSeconds(30));
        Task<Turn> running = view.Messages.SendAndWaitAsync(Clients.SessionId, "hello");

        await turn.StaySilentAsync();
        Assert.Equal(60, (await turn.NextWaitAsync()).TotalSeconds);

        Assert.Equal(1, turn.Rounds);
        Assert.Equal(
            ["POST", "GET"], notices.Where(static n => n.Kind == AshNoticeKind.Request).Select(static n => n.Message.Split(' ')[0]));
        turn.Finish();
        await running.Soon();
    }

    [Fact]
    public async Task A_client_that_was_disposed_cannot_ask_and_ends_nothing()
    {
        await using SilentTurn turn = new();
        var running = await turn.StartAsync();
        turn.Client.Dispose();

        for (int i = 0; i < 3; i++) await turn.StaySilentAsync();
        Task next = turn.NextWaitAsync();
        if (await Task.WhenAny(next, running) == running) Assert.Fail($"The turn ended: {(await running).Failure?.Message}");

        turn.Finish();
        Assert.Null((await running.Soon()).Failure);
        Assert.Empty(turn.Questions);
    }

    /// <summary>Some rounds of questions pass, and then the turn ends well.</summary>
    private static async Task GoesOnAsync(SilentTurn turn, int rounds = 1)
    {
        var running = await turn.StartAsync();
        for (int i = 0; i < rounds; i++) await turn.StaySilentAsync();
        Task next = turn.NextWaitAsync();
        if (await Task.WhenAny(next, running) == running) Assert.Fail($"The turn ended: {(await running).Failure?.Message}");

        turn.Finish();

        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await running.Soon();
        Assert.Null(failure);
        Assert.Equal(["session_start", "done"], events.Select(static e => e.Type));
        Assert.Equal(rounds, turn.Rounds);
    }

    private static async Task EndsAsync(SilentTurn turn, AshErrorCause cause, string says)
    {
        var running = await turn.StartAsync();
        await turn.StaySilentAsync();
        AssertEnded(await running.Soon(), cause, says);
        Assert.Equal(1, turn.Rounds);
        await turn.Closed.Soon();
    }

    private static void AssertEnded(
        (IReadOnlyList<AshEvent> Events, AshStreamException? Failure) turn, AshErrorCause cause, string says)
    {
        Assert.Equal(["session_start"], turn.Events.Select(static e => e.Type));
        Assert.NotNull(turn.Failure);
        Assert.Equal((cause, TurnOutcome.Interrupted), (turn.Failure.Cause, turn.Failure.Outcome));
        Assert.Equal((Clients.SessionId, 1L), (turn.Failure.SessionId, turn.Failure.EventsReceived));
        Assert.Matches(says, turn.Failure.Message);
    }
}
