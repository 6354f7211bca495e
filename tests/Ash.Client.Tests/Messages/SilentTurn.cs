using System.Collections.Concurrent;
using System.Threading.Channels;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>
/// A turn that falls silent, and a client that asks what became of it, by a clock that stands. What is said of it can change at any
/// time.
/// </summary>
internal sealed class SilentTurn : IAsyncDisposable
{
    public static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(30);

    /// <summary>In place of an answer: the connection breaks.</summary>
    public static readonly byte[] Broken = Utf8("HTTP/1.1 200");

    private readonly Channel<string> _frames = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _questions = new();
    private readonly SemaphoreSlim _seen = new(0);
    private readonly TaskCompletionSource _closed = Waiting.Signal();
    private readonly ScriptedServer _server;

    public SilentTurn(TimeSpan? askAfter = null)
    {
        _server = ScriptedServer.Start(ServeAsync);
        Client = new(Clients.OptionsFor(_server.Address, clock: Clock, askAfterSilence: askAfter ?? AskAfter));
    }

    public ManualClock Clock { get; } = new();

    public AshClient Client { get; }

    /// <summary>What <c>GET /api/sessions/{id}</c> answers.</summary>
    public byte[] Session { get; set; } = SessionIs("active");

    /// <summary>What <c>GET /health</c> answers.</summary>
    public byte[] Health { get; set; } = UptimeIs(1_000_000);

    /// <summary>What <c>GET /api/sessions/{id}/files</c> answers.</summary>
    public byte[] Files { get; set; } = Json(200, """{"files":[],"source":"sandbox"}""");

    /// <summary>What <c>GET /api/sessions/{id}/events</c> answers.</summary>
    public byte[] Events { get; set; } = HistoryIs("created", "paused");

    /// <summary>What was asked so far.</summary>
    public IReadOnlyList<string> Questions => [.. _questions];

    public int Rounds => _questions.Count(static question => question == "session");

    /// <summary>The client has closed the stream.</summary>
    public Task Closed => _closed.Task;

    public static byte[] SessionIs(string status) => Json(200, Samples.Session.Replace("active", status, StringComparison.Ordinal));

    public static byte[] UptimeIs(long seconds) => Json(200, $$"""{"status":"ok","version":"0.2.0","uptime":{{seconds}}}""");

    /// <summary>A session's history, in which these things happened.</summary>
    public static byte[] HistoryIs(params string[] actions) => Json(200, $$"""{"events":[{{string.Join(',', actions.Select(static (action, i) =>
        $$$"""{"id":"e","sessionId":"s","type":"lifecycle","sequence":{{{i + 1}}},"data":"{\"action\":\"{{{action}}}\"}"}"""))}}]}""");

    /// <summary>Starts the turn, whose first event comes and is seen. From here on it is silent.</summary>
    public async Task<Task<(IReadOnlyList<AshEvent> Events, AshStreamException? Failure)>> StartAsync(
        CancellationToken cancellationToken = default)
    {
        Task<(IReadOnlyList<AshEvent>, AshStreamException?)> turn =
            Clients.CollectAsync(Observed(Client.Messages.SendAsync(Clients.SessionId, "hello", null, cancellationToken)));
        // The watch has begun, so that the event falls into its first wait, after which it asks nobody.
        TimeSpan first = await NextWaitAsync();
        await SayAsync(SampleTurn.Events[0].Type, SampleTurn.Events[0].Json);
        Clock.Advance(first);
        return turn;
    }

    /// <summary>Has an event come, and waits until the consumer has it.</summary>
    public async Task SayAsync(string type, string json)
    {
        Say(type, json);
        await _seen.WaitAsync().Soon();
    }

    /// <summary>
    /// Has two events come together, and waits until the consumer has the first: the client has read the second then, whether or not it
    /// hands it out.
    /// </summary>
    public async Task SayTogetherAsync((string Type, string Json) first, (string Type, string Json) second)
    {
        _frames.Writer.TryWrite(Frame(first.Type, first.Json) + Frame(second.Type, second.Json));
        await _seen.WaitAsync().Soon();
    }

    public void Say(string type, string json) => _frames.Writer.TryWrite(Frame(type, json));

    /// <summary>Has the turn end well.</summary>
    public void Finish()
    {
        Say("done", SampleTurn.Done);
        _frames.Writer.Complete();
    }

    /// <summary>Lets the silence last until the next question, and gives back how long that was.</summary>
    public async Task<TimeSpan> StaySilentAsync()
    {
        TimeSpan wait = await NextWaitAsync();
        Clock.Advance(wait);
        return wait;
    }

    /// <summary>Waits until the watch waits again: what it asked before has been answered.</summary>
    public Task<TimeSpan> NextWaitAsync() => Clock.NextWaitAsync(static _ => true).Soon();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _seen.Dispose();
    }

    private async IAsyncEnumerable<AshEvent> Observed(IAsyncEnumerable<AshEvent> turn)
    {
        await foreach (AshEvent next in turn)
        {
            _seen.Release();
            yield return next;
        }
    }

    private async Task ServeAsync(ScriptedConnection connection)
    {
        while (await connection.ReadRequestAsync() is { } request)
        {
            if (request.Method == "POST")
            {
                await StreamAsync(connection);
                return;
            }
            byte[] answer = AnswerTo(request.Target);
            await connection.WriteAsync(answer);
            if (answer == Broken) return;
        }
    }

    private byte[] AnswerTo(string target)
    {
        (string question, byte[] answer) =
            target == "/health" ? ("health", Health)
            : target.EndsWith("/files", StringComparison.Ordinal) ? ("files", Files)
            : target.Contains("/events?", StringComparison.Ordinal) ? ("events", Events)
            : ("session", Session);
        _questions.Enqueue(question);
        return answer;
    }

    private async Task StreamAsync(ScriptedConnection connection)
    {
        await connection.WriteAsync(EventStreamHead);
        Task left = connection.ClosedByClientAsync();
        Task<bool> more;
        while (await Task.WhenAny(more = _frames.Reader.WaitToReadAsync(_server.Stopping).AsTask(), left) != left && await more)
        {
            while (_frames.Reader.TryRead(out string? frame)) await connection.WriteAsync(Chunk(frame));
        }
        if (_frames.Reader.Completion.IsCompleted) await connection.WriteAsync(LastChunk);
        await left;
        _closed.TrySetResult();
    }
}
