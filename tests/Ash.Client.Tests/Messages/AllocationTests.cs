using Ash.Http;

namespace Ash.Tests;

/// <summary>What a stream costs in memory. Alone, because what all threads allocate is counted.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public class AllocationTests
{
    private const int Rounds = 2000;

    /// <summary>What an event may cost besides its own data, in bytes.</summary>
    private const int Allowed = 400;

    /// <summary>No stream here is ever silent, so nobody asks this server.</summary>
    private static readonly AshTransport Nowhere = new(new AshClientOptions());

    [Fact]
    public async Task An_event_costs_little_more_than_its_data()
    {
        // Without its last event the sample goes round and round.
        string body = string.Concat(SampleTurn.Events.SkipLast(1).Select(static e => HttpBytes.Frame(e.Type, e.Json)));
        byte[] stream = HttpBytes.Utf8(string.Concat(Enumerable.Repeat(body, Rounds)) + HttpBytes.Frame("done", SampleTurn.Done));
        await MeasureAsync(stream);

        (long events, long overhead) = await MeasureAsync(stream);

        Assert.Equal((Rounds * (SampleTurn.Events.Count - 1)) + 1, events);
        Assert.InRange(overhead / events, 1, Allowed);
    }

    private static async Task<(long Events, long Overhead)> MeasureAsync(byte[] stream)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long events = 0;
        long payload = 0;
        using HttpResponseMessage response = new() { Content = new StreamContent(new MemoryStream(stream)) };
        await using TurnStream turn = new(
            response, new(Clients.SessionId), new(Nowhere, Clients.SessionId), new(), TimeProvider.System, options: new(), CancellationToken.None,
            CancellationToken.None);
        while (await turn.MoveNextAsync())
        {
            events++;
            payload += turn.Current.GetUtf8Data().Length;
        }
        return (events, GC.GetTotalAllocatedBytes(precise: true) - before - payload);
    }
}
