using System.Globalization;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>A consumer that is slow, or stops, while the server writes far more than any buffer holds.</summary>
public class ReadAheadTests
{
    private const int Frames = 500;
    private const int FrameBytes = 100_000;

    private static bool IsReadersWait(TimeSpan wait) => wait == ReadAhead.LongestWait;

    [Fact]
    public async Task A_consumer_that_moves_gets_everything_without_any_wait_running_out()
    {
        await using ScriptedServer server = Start(Waiting.Signal());
        ManualClock stands = new();
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: stands));

        AssertComplete(await Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, "hello")).Soon());
    }

    [Fact]
    public async Task For_a_consumer_that_stopped_the_reader_waits_and_then_reads_on_into_memory()
    {
        TaskCompletionSource written = Waiting.Signal();
        await using ScriptedServer server = Start(written);
        ManualClock clock = new();
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));
        await using IAsyncEnumerator<AshEvent> turn = client.Messages.SendAsync(Clients.SessionId, "hello").GetAsyncEnumerator();
        List<AshEvent> events = [];
        Assert.True(await turn.MoveNextAsync().Soon());
        events.Add(turn.Current);

        // The consumer takes nothing now. The server must be able to write its turn to the end all the same.
        int waits = 0;
        while (!written.Task.IsCompleted)
        {
            Task<TimeSpan> wait = clock.NextWaitAsync(IsReadersWait);
            if (await Task.WhenAny(wait, written.Task).Soon() != wait) break;
            waits++;
            clock.Advance(ReadAhead.LongestWait);
        }

        // 50 MB in portions of the budget, less what the sockets hold.
        Assert.InRange(waits, 5, Frames * FrameBytes / ReadAhead.Portion + 1);

        // It comes back, and the reader, which may wait once more, need not be let on by the clock.
        while (await turn.MoveNextAsync().Soon()) events.Add(turn.Current);
        AssertComplete((events, null));
    }

    [Fact]
    public async Task The_reader_does_not_read_far_ahead_while_it_waits()
    {
        TaskCompletionSource written = Waiting.Signal();
        await using ScriptedServer server = Start(written);
        ManualClock clock = new();
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));
        await using IAsyncEnumerator<AshEvent> turn = client.Messages.SendAsync(Clients.SessionId, "hello").GetAsyncEnumerator();
        Assert.True(await turn.MoveNextAsync().Soon());

        await clock.NextWaitAsync(IsReadersWait).Soon();

        // 50 MB cannot be in the budget and the sockets, so the server still writes.
        Assert.False(written.Task.IsCompleted);
    }

    [Fact]
    public async Task Leaving_while_the_reader_waits_ends_it()
    {
        await using ScriptedServer server = Start(Waiting.Signal());
        ManualClock clock = new();
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock));
        IAsyncEnumerator<AshEvent> turn = client.Messages.SendAsync(Clients.SessionId, "hello").GetAsyncEnumerator();
        Assert.True(await turn.MoveNextAsync().Soon());
        await clock.NextWaitAsync(IsReadersWait).Soon();

        await turn.DisposeAsync().AsTask().Soon();
    }

    /// <summary>Streams 50 MB of numbered events.</summary>
    private static ScriptedServer Start(TaskCompletionSource written) => ScriptedServer.Start(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(EventStreamHead);
        for (int i = 0; i < Frames; i++) await connection.WriteAsync(Chunk(Frame("ping", JsonOf(i))));
        await connection.WriteAsync(Chunk(Frame("done", SampleTurn.Done)));
        await connection.WriteAsync(LastChunk);
        written.SetResult();
    });

    private static string JsonOf(int number) => $"\"{number.ToString(CultureInfo.InvariantCulture).PadLeft(FrameBytes, '.')}\"";

    private static void AssertComplete((IReadOnlyList<AshEvent> Events, AshStreamException? Failure) turn)
    {
        Assert.Null(turn.Failure);
        Assert.Equal(Frames + 1, turn.Events.Count);
        for (int i = 0; i < Frames; i++) Assert.True(turn.Events[i].GetJson() == JsonOf(i), $"Event {i} is another one.");
        Assert.IsType<DoneEvent>(turn.Events[^1]);
    }
}
