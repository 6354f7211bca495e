using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Streams that no Ash server writes, and how such a turn ended.</summary>
public class OddTurnTests
{
    private static readonly string Start = Frame("session_start", SampleTurn.Events[0].Json);
    private static readonly string Answer = Frame("message", SampleTurn.Assistant("Hello."));
    private static readonly string Done = Frame("done", SampleTurn.Done);

    [Theory]
    [InlineData("""{"error":""}""", "The turn failed: no reason given")]
    [InlineData("""{"error":" "}""", "The turn failed: no reason given")]
    [InlineData("{}", "The turn failed: {}")]
    [InlineData("""{"error":{"type":"overloaded"}}""", "The turn failed: {\"error\":{\"type\":\"overloaded\"}}")]
    [InlineData("\"boom\"", "The turn failed: \"boom\"")]
    [InlineData("null", "The turn failed: null")]
    public async Task An_error_without_text_is_a_failure(string error, string says)
    {
        foreach (string end in new[] { string.Empty, Done })
        {
            (_, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Frame("error", error) + end));

            Assert.Equal((AshErrorCause.TurnFailed, TurnOutcome.Failed, says), (failure?.Cause, failure?.Outcome, failure?.Message));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_error_that_cannot_be_read_is_a_failure(bool done)
    {
        string body = Start + Frame("error", "{\"error\":\"x") + (done ? Done : string.Empty);

        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(body));

        Assert.IsType<MalformedEvent>(events[1]);
        Assert.Equal((AshErrorCause.TurnFailed, TurnOutcome.Failed), (failure?.Cause, failure?.Outcome));
        Assert.Contains("event 2", failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_done_that_cannot_be_read_is_none()
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Start + Answer + Frame("done", "{")));

        Assert.Equal(3, events.Count);
        Assert.Equal((AshErrorCause.StreamCut, TurnOutcome.Interrupted), (failure?.Cause, failure?.Outcome));
    }

    /// <summary>Answers that are unusual and good.</summary>
    public static TheoryData<string, string> Good => new()
    {
        { "done twice", Chunked(Start + Answer + Done + Done) },
        { "events behind done", Chunked(Start + Answer + Done + Answer) },
        { "no session_start", Chunked(Answer + Done) },
        { "comments, ids and retry times", Chunked(": hello\nretry: 5\nid: 7\n" + Start + ": \n\n" + Answer + Done) },
        { "HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + Start + Answer + Done },
        { "created", Chunked(Start + Answer + Done).Replace("200 OK", "201 Created", StringComparison.Ordinal) },
        { "a type in capitals", Chunked(Start + Answer + Done).Replace("text/event-stream", "TEXT/Event-Stream; charset=x", StringComparison.Ordinal) },
        { "chunk extensions and a trailer", Chunked(Start + Answer + Done).Replace("\r\n0\r\n", "\r\n0;a=b\r\nX-T: 1\r\n", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public async Task What_is_unusual_and_good_completes(string what, string answer)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(Utf8(answer));

        Assert.True(failure is null, what);
        Assert.Equal("Hello.", Assert.Single(events.OfType<MessageEvent>()).Text);
        Assert.IsType<DoneEvent>(events[^1]);
    }

    /// <summary>Answers that are no turn at all.</summary>
    public static TheoryData<string, AshErrorCause> Bad => new()
    {
        { "HTTP/1.1 204 No Content\r\n\r\n", AshErrorCause.NotAnAshServer },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", AshErrorCause.NotAnAshServer },
        { "HTTP/1.1 200 OK\r\nContent-Ty", AshErrorCause.ServerUnreachable },
        { "HTTP/1.1 100 Continue\r\n\r\n", AshErrorCause.ServerUnreachable },
        { "HTTP/1.1 200 OK\r\nX-Big: " + new string('x', 100_000) + "\r\n\r\n", AshErrorCause.ServerUnreachable },
        { "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", AshErrorCause.NotAnAshServer },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_no_turn_is_refused(string answer, AshErrorCause cause)
    {
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(answer);
            connection.Close();
        });
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        Assert.Equal(cause, e.Cause);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(EventStreamHead + "zz\r\n")]
    [InlineData(EventStreamHead + "ffffffffffffffff\r\n")]
    public async Task What_is_an_empty_turn_is_cut(string answer)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(Utf8(answer));

        Assert.Empty(events);
        Assert.Equal((AshErrorCause.StreamCut, TurnOutcome.Interrupted, 0L), (failure?.Cause, failure?.Outcome, failure?.EventsReceived));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task A_record_that_fails_harms_no_turn(int room)
    {
        string body = Start + string.Concat(Enumerable.Repeat(Answer, 20)) + Done;
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(body, chunkSize: 100));
        using AshClient client = Clients.ClientOf(server);
        await using FullDisk disk = new(room);
        List<AshNotice> notices = [];

        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.CollectAsync(
            client.Observe(notices.Add).Messages.SendAsync(Clients.SessionId, "hello", new() { Record = disk })).Soon();

        Assert.Equal((22, null), (events.Count, failure));
        AshNotice warning = Assert.Single(notices, static notice => notice.Kind == AshNoticeKind.Warning);
        Assert.Contains("not whole: No space", warning.Message, StringComparison.Ordinal);
    }

    private static string Chunked(string body) => System.Text.Encoding.UTF8.GetString(EventStream(body));

    /// <summary>Takes so many bytes and no more.</summary>
    private sealed class FullDisk(int room) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Length + buffer.Length > room) throw new IOException("No space left on device.");
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
