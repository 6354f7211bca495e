using System.Collections.Concurrent;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>One turn or command at a time on a session, whoever asks in this process.</summary>
public sealed class SessionUseTests
{
    private static readonly string Start = Frame("session_start", SampleTurn.Events[0].Json);
    private static readonly string Done = Frame("done", SampleTurn.Done);

    [Fact]
    public async Task Nothing_else_is_sent_while_a_turn_runs()
    {
        await using Gated server = new();
        using AshClient other = new(Clients.OptionsFor(server.Wire.Address, key: "another"));
        await using IAsyncEnumerator<AshEvent> turn = await server.BeginAsync();

        foreach (string id in new[] { Clients.SessionId, Clients.SessionId.ToUpperInvariant() })
        {
            foreach (AshClient client in new[] { server.Client, other, server.Client.Observe(static _ => { }) })
            {
                await IsBusyAsync(() => client.Messages.SendAndWaitAsync(id, "hello"));
                await IsBusyAsync(() => client.Sessions.RunCommandAsync(id, "ls"));
                await IsBusyAsync(() => Task.Factory.StartNew(
                    () => client.Messages.SendAndWaitAsync(id, "hello").GetAwaiter().GetResult(), TaskCreationOptions.LongRunning));
            }
        }
        Assert.Single(server.Wire.Requests);
    }

    [Fact]
    public async Task Nothing_else_is_sent_while_a_command_runs()
    {
        TaskCompletionSource asked = Waiting.Signal();
        TaskCompletionSource go = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                asked.TrySetResult();
                await connection.Until(go.Task);
                await connection.WriteAsync(Json(200, """{"exitCode":0,"stdout":"","stderr":""}"""));
            }
        });
        using AshClient client = Clients.ClientOf(server);
        Task<CommandResult> command = client.Sessions.RunCommandAsync(Clients.SessionId, "ls");
        await asked.Task.Soon();

        await IsBusyAsync(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello"));
        await IsBusyAsync(() => client.Sessions.RunCommandAsync(Clients.SessionId, "ls"));
        Assert.Single(server.Requests);

        go.SetResult();
        await command.Soon();
        await client.Sessions.RunCommandAsync(Clients.SessionId, "ls").Soon();
    }

    [Fact]
    public async Task Other_sessions_and_other_calls_are_free()
    {
        await using Gated server = new();
        await using IAsyncEnumerator<AshEvent> turn = await server.BeginAsync();
        await using ScriptedServer elsewhere = ScriptedServer.Answering(EventStream(Start + Done));
        using AshClient client = Clients.ClientOf(elsewhere);

        Assert.Equal(TurnOutcome.Completed, (await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon()).Outcome);
        await server.Client.Sessions.PauseAsync(Clients.SessionId).Soon();

        Assert.Equal(2, server.Wire.Requests.Count);
    }

    [Fact]
    public async Task Force_sends_all_the_same_and_does_not_end_the_first_use()
    {
        await using Gated server = new();
        await using IAsyncEnumerator<AshEvent> turn = await server.BeginAsync();

        await using (IAsyncEnumerator<AshEvent> forced = await server.BeginAsync(new() { Force = true }))
            Assert.Equal(2, server.Wire.Requests.Count);

        await IsBusyAsync(() => server.Client.Messages.SendAndWaitAsync(Clients.SessionId, "hello"));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("failed without done")]
    [InlineData("cut")]
    [InlineData("taken over")]
    [InlineData("refused")]
    [InlineData("broken")]
    [InlineData("not an event stream")]
    public async Task A_turn_that_has_ended_frees_its_session(string how)
    {
        await using ScriptedServer server = ScriptedServer.Answering(AnswerThatIs(how), EventStream(Start + Done));
        using AshClient client = Clients.ClientOf(server);
        await Record.ExceptionAsync(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        Turn next = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal(TurnOutcome.Completed, next.Outcome);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("left early")]
    [InlineData("left by an exception")]
    public async Task A_turn_that_was_left_frees_its_session(string how)
    {
        await using Gated server = new();
        await server.LeaveAsync(how);

        server.Finish();
        Assert.Equal(TurnOutcome.Completed, (await server.Client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon()).Outcome);
    }

    [Fact]
    public async Task A_server_that_is_not_reached_leaves_the_session_free()
    {
        await using ScriptedServer server = ScriptedServer.Refusing(EventStream(Start + Done));
        using AshClient client = Clients.ClientOf(server);
        await Assert.ThrowsAsync<AshApiException>(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        server.Listen();

        Assert.Equal(TurnOutcome.Completed, (await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon()).Outcome);
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("left early")]
    [InlineData("left by an exception")]
    public async Task After_a_turn_that_was_left_the_next_is_warned_of_once(string how)
    {
        await using Gated server = new();
        await server.LeaveAsync(how);
        server.Finish();

        await WarnsOnceAsync(server.Client);
    }

    [Theory]
    [InlineData("cut", true)]
    [InlineData("taken over", true)]
    [InlineData("given up by the server", true)]
    [InlineData("broken", true)]
    [InlineData("completed", false)]
    [InlineData("failed", false)]
    [InlineData("failed without done", false)]
    [InlineData("failed result", false)]
    [InlineData("refused", false)]
    [InlineData("not an event stream", false)]
    public async Task After_a_turn_that_the_agent_may_still_be_at_the_next_is_warned_of_once(string how, bool warns)
    {
        await using ScriptedServer server = ScriptedServer.Answering(AnswerThatIs(how), EventStream(Start + Done));
        using AshClient client = Clients.ClientOf(server);
        await Record.ExceptionAsync(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        if (warns) await WarnsOnceAsync(client);
        else Assert.Empty(await WarningsOfATurnAsync(client));
    }

    [Fact]
    public async Task After_a_turn_whose_time_was_over_the_next_is_warned_of_once()
    {
        ManualClock clock = new();
        await using Gated server = new(clock);
        TimeSpan limit = TimeSpan.FromSeconds(42);
        await using (IAsyncEnumerator<AshEvent> turn = await server.BeginAsync(new() { Timeout = limit }))
        {
            clock.Advance(limit);
            await Assert.ThrowsAsync<AshStreamException>(() => turn.MoveNextAsync().Soon());
        }
        server.Finish();

        await WarnsOnceAsync(server.Client);
    }

    [Fact]
    public async Task After_a_message_that_was_never_sent_nobody_is_warned()
    {
        ManualClock clock = new();
        await using ScriptedServer server = ScriptedServer.Refusing(EventStream(Start + Done));
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock, maxRetryWait: TimeSpan.FromSeconds(30)));
        using CancellationTokenSource cancel = new();
        Task<Turn> turn = client.Messages.SendAndWaitAsync(Clients.SessionId, "hello", null, cancel.Token);
        await clock.NextWaitAsync(static _ => true).Soon();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn).Soon();

        server.Listen();

        Assert.Empty(await WarningsOfATurnAsync(client));
    }

    [Fact]
    public async Task After_a_message_whose_server_has_no_such_name_nobody_is_warned()
    {
        using AshClient client = new(Clients.OptionsFor(new("http://nohost.invalid")));
        ConcurrentQueue<AshNotice> notices = [];
        for (int i = 0; i < 2; i++)
        {
            AshApiException e = await Assert.ThrowsAsync<AshApiException>(
                () => client.Observe(notices.Enqueue).Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();
            Assert.Equal(AshErrorCause.NameResolutionFailed, e.Cause);
        }
        Assert.Empty(notices);
    }

    [Theory]
    [InlineData("stopped")]
    [InlineData("ended")]
    [InlineData("error")]
    public async Task After_a_turn_that_is_known_to_be_dead_nobody_is_warned(string status)
    {
        await using SilentTurn silent = new() { Session = SilentTurn.SessionIs(status) };
        var running = await silent.StartAsync();
        await silent.StaySilentAsync();
        Assert.NotNull((await running.Soon()).Failure);

        silent.Finish();

        Assert.Empty(await WarningsOfATurnAsync(silent.Client));
    }

    private static byte[] AnswerThatIs(string how)
    {
        string error = Frame("error", """{"error":"model on strike"}""");
        return how switch
        {
            "completed" => EventStream(Start + Done),
            "failed" => EventStream(Start + error + Done),
            "failed without done" => EventStream(Start + error),
            "failed result" => EventStream(Start + Frame("message", """{"type":"result","is_error":true}""") + Done),
            "cut" => EventStream(Start, lastChunk: false),
            "taken over" => EventStream(Start + Frame("done", """{"sessionId":""}""")),
            "given up by the server" => EventStream(Start + Frame("error", """{"error":"Client write timeout"}""") + Done),
            "refused" => Json(400, """{"error":"Session is paused","statusCode":400}"""),
            "broken" => Utf8("HTTP/1.1 200 OK\r\nContent-"),
            "not an event stream" => Json(200, "{}"),
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, null),
        };
    }

    private static async Task IsBusyAsync(Func<Task> call)
    {
        AshException e = await Assert.ThrowsAsync<AshException>(call).Soon();
        Assert.Equal(AshErrorCause.SessionBusy, e.Cause);
        Assert.Contains("running in this process", e.Message, StringComparison.Ordinal);
    }

    private static async Task WarnsOnceAsync(AshClient client)
    {
        string warning = Assert.Single(await WarningsOfATurnAsync(client));
        Assert.Contains(Clients.SessionId, warning, StringComparison.Ordinal);
        Assert.Contains("may still be at work", warning, StringComparison.Ordinal);
        Assert.Empty(await WarningsOfATurnAsync(client));
    }

    private static async Task<IReadOnlyList<string>> WarningsOfATurnAsync(AshClient client)
    {
        ConcurrentQueue<AshNotice> notices = [];
        await client.Observe(notices.Enqueue).Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();
        return [.. notices.Where(static notice => notice.Kind == AshNoticeKind.Warning).Select(static notice => notice.Message)];
    }

    /// <summary>Starts each turn, and ends it when it is told to.</summary>
    private sealed class Gated : IAsyncDisposable
    {
        private readonly TaskCompletionSource _finish = Waiting.Signal();

        public Gated(TimeProvider? clock = null)
        {
            Wire = ScriptedServer.Start(async connection =>
            {
                while (await connection.ReadRequestAsync() is { } request)
                {
                    if (!request.Target.EndsWith("/messages", StringComparison.Ordinal))
                    {
                        await connection.WriteAsync(Json(200, Samples.Session));
                        continue;
                    }
                    await connection.WriteAsync(EventStream(Start, lastChunk: false));
                    await connection.Until(_finish.Task);
                    await connection.WriteAsync(Chunk(Done));
                    await connection.WriteAsync(LastChunk);
                }
            });
            Client = new(Clients.OptionsFor(Wire.Address, clock: clock));
        }

        public ScriptedServer Wire { get; }

        public AshClient Client { get; }

        /// <summary>Begins a turn and takes its first event.</summary>
        public async Task<IAsyncEnumerator<AshEvent>> BeginAsync(MessageOptions? options = null)
        {
            IAsyncEnumerator<AshEvent> turn = Client.Messages.SendAsync(Clients.SessionId, "hello", options).GetAsyncEnumerator();
            Assert.True(await turn.MoveNextAsync().Soon());
            return turn;
        }

        public async Task LeaveAsync(string how)
        {
            using CancellationTokenSource cancel = new();
            await Record.ExceptionAsync(async () =>
            {
                await foreach (AshEvent first in Client.Messages.SendAsync(Clients.SessionId, "hello", null, cancel.Token))
                {
                    if (how == "left early") break;
                    if (how == "left by an exception") throw new InvalidTimeZoneException();
                    await cancel.CancelAsync();
                }
            }).Soon();
        }

        public void Finish() => _finish.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Wire.DisposeAsync();
        }
    }
}
