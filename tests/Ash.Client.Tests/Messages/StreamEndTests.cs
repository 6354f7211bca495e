using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>How a turn's stream can end, and what the client makes of it.</summary>
public class StreamEndTests
{
    private static readonly string Start = Frame("session_start", SampleTurn.Events[0].Json);
    private static readonly string Answer = Frame("message", SampleTurn.Assistant("Hello."));
    private static readonly string Error = Frame("error", """{"error":"model on strike"}""");
    private static readonly string Done = Frame("done", SampleTurn.Done);
    private static readonly string Init = Frame("message", """{"type":"system","subtype":"init","model":"m"}""");
    private static readonly string Compacted = Frame("message", """{"type":"system","subtype":"compact_boundary"}""");
    private static readonly string Piece = Frame("message", """{"type":"stream_event","event":{"type":"message_stop"}}""");
    private static readonly string Result = Frame("message", SampleTurn.Result);
    private static readonly string Failure = Frame("message", """{"type":"result","subtype":"error_max_turns","is_error":true}""");

    [Theory]
    [InlineData("")]
    [InlineData("event: mess")]
    [InlineData("event: message\nda")]
    [InlineData("event: message\ndata: {\"type\":\"assist")]
    [InlineData("event: message\ndata: {\"type\":\"assistant\"}")]
    [InlineData("event: done\ndata: {\"sessionId\":\"x\"}\n")]
    public async Task A_stream_that_is_cut_is_interrupted_behind_its_last_whole_frame(string half)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Answer + half, lastChunk: false));

        AssertCut(["session_start", "message"], events, failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("event: done\ndata: {\"sessionId\":\"x\"}\n")]
    public async Task So_is_one_that_ends_in_order_before_the_turn_did(string half)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Answer + half));

        AssertCut(["session_start", "message"], events, failure);
    }

    [Fact]
    public async Task So_is_one_that_ends_at_once()
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(string.Empty));

        AssertCut([], events, failure);
    }

    [Fact]
    public async Task So_is_one_that_is_cut_within_a_chunk()
    {
        byte[] answer = EventStream(Start + Answer, chunkSize: 0, lastChunk: false);
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(answer[..^20]);

        AssertCut(["session_start"], events, failure);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("this is no chunk\r\n")]
    public async Task So_is_one_whose_connection_breaks_otherwise(string? garbage)
    {
        TaskCompletionSource seen = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStream(Start + Answer, lastChunk: false));
            await connection.Until(seen.Task);
            if (garbage is null) connection.Reset();
            else await connection.WriteAsync(garbage);
        });
        using AshClient client = Clients.ClientOf(server);
        await using IAsyncEnumerator<AshEvent> events = client.Messages.SendAsync(Clients.SessionId, "hello").GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync().Soon());
        Assert.True(await events.MoveNextAsync().Soon());
        seen.SetResult();

        AshStreamException failure = await Assert.ThrowsAsync<AshStreamException>(() => events.MoveNextAsync().Soon());
        Assert.Equal((AshErrorCause.StreamCut, TurnOutcome.Interrupted, 2L), (failure.Cause, failure.Outcome, failure.EventsReceived));
    }

    [Fact]
    public async Task An_error_without_done_is_a_failure()
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Error));

        AssertFailed("model on strike", ["session_start", "error"], events, failure);
        Assert.Equal("model on strike", Assert.IsType<ErrorEvent>(events[1]).Message);
    }

    [Fact]
    public async Task An_error_before_done_is_a_failure()
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Error + Done));

        AssertFailed("model on strike", ["session_start", "error", "done"], events, failure);
    }

    [Fact]
    public async Task An_error_before_the_cut_is_a_failure()
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Error, lastChunk: false));

        AssertFailed("model on strike", ["session_start", "error"], events, failure);
    }

    [Theory]
    [InlineData("Not connected")]
    [InlineData("Sandbox 9d0cbb3c-2b59-4a54-9a62-9fd1f6a4c4a1 not found")]
    public async Task An_error_of_the_server_that_finds_no_sandbox_says_so(string says)
    {
        string error = Frame("error", $$"""{"error":"{{says}}"}""");
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + error + Done));

        Assert.Equal(["session_start", "error", "done"], events.Select(static e => e.Type));
        Assert.Equal((AshErrorCause.SandboxLost, TurnOutcome.Failed), (failure?.Cause, failure?.Outcome));
        Assert.Contains(says, failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"error_max_turns","is_error":true,"errors":["Too many","turns"]}""", "error_max_turns", "Too many turns")]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"result":"API Error: 500"}""", "success", "API Error: 500")]
    [InlineData("""{"type":"result","subtype":"error_during_execution","is_error":true,"errors":[]}""", "error_during_execution", "error_during_execution")]
    [InlineData("""{"type":"result","is_error":true}""", "", "no reason given")]
    public async Task A_result_that_is_an_error_is_a_failure(string result, string subtype, string reason)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Frame("message", result) + Done));

        AssertFailed(reason, ["message", "done"], events, failure);
        Assert.Contains(subtype, failure!.Message, StringComparison.Ordinal);
        MessageEvent message = Assert.IsType<MessageEvent>(events[0]);
        Assert.True(message.IsError);
        Assert.Equal(reason, message.ErrorText);
    }

    [Fact]
    public async Task Done_without_a_session_means_that_a_command_took_the_stream_over()
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) =
            await Clients.StreamAsync(EventStream(Start + Frame("done", """{"sessionId":""}""")));

        Assert.Equal(["session_start", "done"], events.Select(static e => e.Type));
        Assert.True(Assert.IsType<DoneEvent>(events[1]).IsTakenOver);
        Assert.Equal((AshErrorCause.StreamTakenOver, TurnOutcome.Interrupted), (failure?.Cause, failure?.Outcome));
    }

    /// <summary>The agent begins each turn with an init and ends it with a result. The server mixes turns, and the first end is both's.</summary>
    public static TheoryData<string> Mixed =>
    [
        Start + Init + Answer + Init + Answer + Result + Done,
        Start + Init + Init + Result + Done,
        Start + Answer + Init + Result + Done,
        Start + Piece + Init + Answer + Result + Done,
        Start + Init + Answer + Init + Error,
        Start + Init + Answer + Init + Failure + Done,
        Start + Init + Result + Init + Answer + Init + Result + Done,
    ];

    [Theory]
    [MemberData(nameof(Mixed))]
    public async Task A_turn_that_begins_in_the_middle_of_another_is_another_messages(string body)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(body));

        Assert.Equal(body.Split("event: ").Length - 1, events.Count);
        Assert.Equal((AshErrorCause.StreamTakenOver, TurnOutcome.Interrupted), (failure?.Cause, failure?.Outcome));
        Assert.Contains("Another message", failure!.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Whole =>
    [
        Start + Init + Answer + Compacted + Answer + Result + Done,
        Start + Init + Answer + Result + Init + Answer + Result + Done,
        Start + Compacted + Init + Answer + Result + Done,
        Start + Answer + Result + Done,
    ];

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task Turns_that_follow_each_other_are_not(string body)
    {
        Assert.Null((await Clients.StreamAsync(EventStream(body))).Failure);
    }

    [Fact]
    public async Task The_turn_is_over_with_done_though_the_server_keeps_the_connection_open()
    {
        TaskCompletionSource closed = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStream(SampleTurn.Body, lastChunk: false));
            await connection.ClosedByClientAsync();
            closed.SetResult();
        });
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal(TurnOutcome.Completed, turn.Outcome);
        await closed.Task.Soon();
    }

    [Fact]
    public async Task What_breaks_behind_done_does_not_matter()
    {
        await using ScriptedServer server = ScriptedServer.Answering([.. EventStream(SampleTurn.Body, lastChunk: false), .. "garbage"u8]);
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal((TurnOutcome.Completed, null), (turn.Outcome, turn.Error));
    }

    [Fact]
    public async Task A_turn_as_a_whole_says_how_it_ended_and_keeps_what_there_was()
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(Start + Answer, lastChunk: false));
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal((TurnOutcome.Interrupted, "Hello.", 2), (turn.Outcome, turn.Text, turn.GetEvents().Count));
        Assert.Contains("before the turn did", turn.Error, StringComparison.Ordinal);
        Assert.Null(turn.CostUsd);
    }

    private static void AssertCut(string[] types, IReadOnlyList<AshEvent> events, AshStreamException? failure)
    {
        Assert.Equal(types, events.Select(static e => e.Type));
        Assert.NotNull(failure);
        Assert.Equal((AshErrorCause.StreamCut, TurnOutcome.Interrupted), (failure.Cause, failure.Outcome));
        Assert.Equal((Clients.SessionId, (long)types.Length), (failure.SessionId, failure.EventsReceived));
    }

    private static void AssertFailed(string reason, string[] types, IReadOnlyList<AshEvent> events, AshStreamException? failure)
    {
        Assert.Equal(types, events.Select(static e => e.Type));
        Assert.NotNull(failure);
        Assert.Equal((AshErrorCause.TurnFailed, TurnOutcome.Failed), (failure.Cause, failure.Outcome));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }
}
