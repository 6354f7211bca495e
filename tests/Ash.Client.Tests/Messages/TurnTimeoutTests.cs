using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary><see cref="MessageOptions.Timeout"/>: the time of a whole turn, from sending on.</summary>
public class TurnTimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(42);
    private static readonly MessageOptions WithinLimit = new() { Timeout = Limit };
    private static readonly string Start = Frame("session_start", SampleTurn.Events[0].Json);
    private static readonly string Waits = Frame("tool_result", """{"content":"x"}""");

    [Fact]
    public async Task It_runs_out_before_the_server_answers()
    {
        ManualClock clock = new();
        TaskCompletionSource closed = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            clock.Advance(Limit);
            await connection.ClosedByClientAsync();
            closed.SetResult();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));

        AssertTimedOut(await Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, "hello", WithinLimit)).Soon());

        await closed.Task.Soon();
    }

    [Fact]
    public async Task It_runs_out_in_a_wait_before_a_repeat()
    {
        ManualClock clock = new();
        TimeSpan asked = TimeSpan.FromSeconds(60);
        await using ScriptedServer server = ScriptedServer.Answering(Json(429, "{}", "Retry-After: 60"));
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock, maxRetryWait: asked));
        Task<(IReadOnlyList<AshEvent>, AshStreamException?)> turn =
            Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, "hello", WithinLimit));
        await clock.NextWaitAsync(wait => wait == asked).Soon();

        clock.Advance(Limit);

        AssertTimedOut(await turn.Soon());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task It_runs_out_in_the_middle_of_the_stream_and_what_came_is_handed_out()
    {
        ManualClock clock = new();
        TaskCompletionSource closed = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStream(Start + Waits, lastChunk: false));
            await connection.ClosedByClientAsync();
            closed.SetResult();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));
        List<AshEvent> events = [];
        AshStreamException failure = await Assert.ThrowsAsync<AshStreamException>(async () =>
        {
            await foreach (AshEvent next in client.Messages.SendAsync(Clients.SessionId, "hello", WithinLimit))
            {
                events.Add(next);
                if (events.Count == 1) clock.Advance(Limit);
            }
        }).Soon();

        AssertTimedOut((events, failure), "session_start");
        await closed.Task.Soon();
    }

    [Fact]
    public async Task A_turn_within_its_time_completes()
    {
        ManualClock clock = new();
        TaskCompletionSource go = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStream(Start, lastChunk: false));
            await connection.Until(go.Task);
            await connection.WriteAsync(Chunk(Frame("done", SampleTurn.Done)));
            await connection.WriteAsync(LastChunk);
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));
        await using IAsyncEnumerator<AshEvent> turn =
            client.Messages.SendAsync(Clients.SessionId, "hello", WithinLimit).GetAsyncEnumerator();
        Assert.True(await turn.MoveNextAsync().Soon());

        clock.Advance(Limit - TimeSpan.FromTicks(1));
        go.SetResult();

        Assert.True(await turn.MoveNextAsync().Soon());
        Assert.IsType<DoneEvent>(turn.Current);
        clock.Advance(Limit);
        Assert.False(await turn.MoveNextAsync().Soon());
    }

    [Fact]
    public async Task A_cancelled_turn_is_cancelled_though_its_time_is_over_as_well()
    {
        ManualClock clock = new();
        using CancellationTokenSource cancel = new();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await cancel.CancelAsync();
            clock.Advance(Limit);
            await connection.ClosedByClientAsync();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello", WithinLimit, cancel.Token)).Soon();
    }

    private static void AssertTimedOut((IReadOnlyList<AshEvent> Events, AshStreamException? Failure) turn, params string[] types)
    {
        Assert.Equal(types, turn.Events.Take(types.Length).Select(static e => e.Type));
        Assert.NotNull(turn.Failure);
        Assert.Equal((AshErrorCause.RequestTimedOut, TurnOutcome.Interrupted), (turn.Failure.Cause, turn.Failure.Outcome));
        Assert.Equal((Clients.SessionId, (long)turn.Events.Count), (turn.Failure.SessionId, turn.Failure.EventsReceived));
        Assert.Contains("did not end within 42 s", turn.Failure.Message, StringComparison.Ordinal);
    }
}
