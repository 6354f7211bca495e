using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>When events are handed out, and what becomes of the connection.</summary>
public class StreamFlowTests
{
    private static readonly string First = Frame("session_start", SampleTurn.Events[0].Json);
    private static readonly string Done = Frame("done", SampleTurn.Done);

    [Fact]
    public async Task An_event_is_out_before_the_next_frame_is_sent()
    {
        SemaphoreSlim taken = new(0);
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStreamHead);
            foreach ((string type, string json) in SampleTurn.Events)
            {
                await connection.WriteAsync(Chunk(Frame(type, json)));
                // A tool's result waits for the message behind it.
                if (type != "tool_result") await connection.Until(taken.WaitAsync());
            }
            await connection.WriteAsync(LastChunk);
        });
        using AshClient client = Clients.ClientOf(server);

        List<string> types = [];
        await using IAsyncEnumerator<AshEvent> events = client.Messages.SendAsync(Clients.SessionId, "hello").GetAsyncEnumerator();
        while (await events.MoveNextAsync().Soon())
        {
            types.Add(events.Current.Type);
            if (events.Current.Type != "tool_result") taken.Release();
        }
        Assert.Equal(SampleTurn.Events.Select(static e => e.Type), types);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_enumeration_starts()
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        IAsyncEnumerable<AshEvent> turn = client.Messages.SendAsync(Clients.SessionId, "hello");
        await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync()).Soon();
        Assert.Equal(["/health"], server.Requests.Select(static r => r.Target));
        await Clients.CollectAsync(turn).Soon();
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_enumeration_and_closes_the_connection()
    {
        await using SilentServer server = new(First);
        using AshClient client = Clients.ClientOf(server.Wire);
        using CancellationTokenSource cancel = new();
        await using IAsyncEnumerator<AshEvent> events =
            client.Messages.SendAsync(Clients.SessionId, "hello", cancellationToken: cancel.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync().Soon());

        Task<bool> next = events.MoveNextAsync().AsTask();
        await cancel.CancelAsync();

        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next).Soon();
        Assert.Equal(cancel.Token, e.CancellationToken);
        await server.Closed.Soon();
    }

    [Fact]
    public async Task So_does_cancelling_with_the_enumerations_own_token()
    {
        await using SilentServer server = new(First);
        using AshClient client = Clients.ClientOf(server.Wire);
        using CancellationTokenSource cancel = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (AshEvent e in client.Messages.SendAsync(Clients.SessionId, "hello").WithCancellation(cancel.Token))
                await cancel.CancelAsync();
        }).Soon();
        await server.Closed.Soon();
    }

    [Fact]
    public async Task Cancelling_hands_out_no_event_that_waits()
    {
        string many = string.Concat(Enumerable.Repeat(First, 100));
        await using SilentServer server = new(many);
        using AshClient client = Clients.ClientOf(server.Wire);
        using CancellationTokenSource cancel = new();

        int seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (AshEvent e in client.Messages.SendAsync(Clients.SessionId, "hello", cancellationToken: cancel.Token))
            {
                if (++seen == 10) await cancel.CancelAsync();
            }
        }).Soon();
        Assert.Equal(10, seen);
        await server.Closed.Soon();
    }

    [Fact]
    public async Task Cancelling_before_the_answer_closes_the_connection()
    {
        TaskCompletionSource asked = Waiting.Signal();
        TaskCompletionSource closed = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            asked.SetResult();
            await connection.ClosedByClientAsync();
            closed.SetResult();
        });
        using AshClient client = Clients.ClientOf(server);
        using CancellationTokenSource cancel = new();

        Task<Turn> turn = client.Messages.SendAndWaitAsync(Clients.SessionId, "hello", cancellationToken: cancel.Token);
        await asked.Task.Soon();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turn).Soon();
        await closed.Task.Soon();
    }

    [Fact]
    public async Task Leaving_the_enumeration_early_closes_the_connection()
    {
        await using SilentServer server = new(First);
        using AshClient client = Clients.ClientOf(server.Wire);

        await foreach (AshEvent e in client.Messages.SendAsync(Clients.SessionId, "hello")) break;

        await server.Closed.Soon();
    }

    [Fact]
    public async Task Leaving_while_the_server_writes_closes_the_connection()
    {
        TaskCompletionSource closed = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStreamHead);
            byte[] chunk = Chunk(Frame("ping", $"\"{new string('x', 100_000)}\""));
            try
            {
                while (true) await connection.WriteAsync(chunk);
            }
            catch (IOException)
            {
                closed.SetResult();
            }
        });
        using AshClient client = Clients.ClientOf(server);

        await foreach (AshEvent e in client.Messages.SendAsync(Clients.SessionId, "hello")) break;

        await closed.Task.Soon();
    }

    [Fact]
    public async Task An_exception_of_the_consumer_closes_the_connection()
    {
        await using SilentServer server = new(First);
        using AshClient client = Clients.ClientOf(server.Wire);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (AshEvent e in client.Messages.SendAsync(Clients.SessionId, "hello")) throw new InvalidTimeZoneException();
        }).Soon();

        await server.Closed.Soon();
    }

    [Fact]
    public async Task The_connection_of_a_completed_turn_serves_the_next()
    {
        SemaphoreSlim over = new(0);
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                await connection.WriteAsync(EventStream(SampleTurn.Body, lastChunk: false));
                await connection.Until(over.WaitAsync());
                await connection.WriteAsync(LastChunk);
            }
        });
        using AshClient client = Clients.ClientOf(server);

        // The last chunk comes behind the turn's end, so the very next turn may be ahead of it; but not every one.
        const int Turns = 20;
        for (int i = 0; i < Turns; i++)
        {
            await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();
            over.Release();
        }

        Assert.Equal(Turns, server.Requests.Count);
        Assert.InRange(server.Connections, 1, Turns - 1);
    }

    [Fact]
    public async Task The_connection_of_a_failed_turn_serves_the_next()
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(Frame("error", """{"error":"x"}""")));
        using AshClient client = Clients.ClientOf(server);

        for (int i = 0; i < 3; i++) await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal((3, 1), (server.Requests.Count, server.Connections));
    }

    [Fact]
    public async Task Turns_of_several_sessions_stream_at_once()
    {
        const int Sessions = 12;
        using CountdownEvent asked = new(Sessions);
        TaskCompletionSource all = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
            {
                if (asked.Signal()) all.SetResult();
                await connection.Until(all.Task);
                await connection.WriteAsync(EventStream(Frame("ping", $"\"{request.Target}\"") + Done));
            }
        });
        using AshClient client = Clients.ClientOf(server);

        Turn[] turns = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(n => client.Messages.SendAndWaitAsync(IdOf(n), "hello"))).Soon();

        Assert.Equal(
            Enumerable.Range(0, Sessions).Select(static n => (IdOf(n), $"\"/api/sessions/{IdOf(n)}/messages\"")),
            turns.Select(static t => (t.SessionId, t.GetEvents()[0].GetJson())));

        static string IdOf(int n) => $"0f8fad5b-d9cb-469f-a165-{n:d12}";
    }

    /// <summary>Starts to stream and falls silent, and tells when the client has closed.</summary>
    private sealed class SilentServer : IAsyncDisposable
    {
        private readonly TaskCompletionSource _closed = Waiting.Signal();

        public SilentServer(string frames) => Wire = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStream(frames, lastChunk: false));
            await connection.ClosedByClientAsync();
            _closed.SetResult();
        });

        public ScriptedServer Wire { get; }

        public Task Closed => _closed.Task;

        public ValueTask DisposeAsync() => Wire.DisposeAsync();
    }
}
