using System.Globalization;
using Ash.Http;

namespace Ash.Tests;

/// <summary>
/// Streams that went wrong at random. Whatever comes, the client neither crashes nor hangs, throws nothing but its own exception,
/// and sees the same events however the bytes are split. <c>ASH_MUTATIONS=100000</c> runs so many, <c>ASH_MUTATIONS_FROM</c> sets
/// the first seed.
/// </summary>
public class MutationTests
{
    /// <summary>No stream here is ever silent, so nobody asks this server.</summary>
    private static readonly AshTransport Nowhere = new(new AshClientOptions());

    [Fact]
    public async Task Whatever_comes_is_handed_out_in_order_and_the_same_however_it_is_split()
    {
        int count = Setting("ASH_MUTATIONS", 300);
        int first = Setting("ASH_MUTATIONS_FROM", 1);
        await Parallel.ForAsync(first, first + count, async (seed, _) => await CheckAsync(seed));
    }

    private static async Task CheckAsync(int seed)
    {
        MutatedStream stream = new(seed);
        int[][] splits = [[int.MaxValue], [1], [2, 3], stream.OddSizes];
        string? expected = null;
        foreach (int[] sizes in splits)
        {
            string seen = await ReadAsync(stream, sizes).Soon();
            expected ??= seen;
            Assert.True(expected == seen, $"Seed {seed} in pieces of {string.Join(", ", sizes)} gives\n{seen}\nand as a whole\n{expected}");
        }
    }

    /// <summary>All that the consumer of the stream can see.</summary>
    private static async Task<string> ReadAsync(MutatedStream stream, int[] sizes)
    {
        using HttpResponseMessage response = new() { Content = new StreamContent(new OddStream(stream.Bytes, sizes, stream.Breaks)) };
        await using TurnStream turn = new(
            response, new(Clients.SessionId), new(Nowhere, Clients.SessionId), new(), TimeProvider.System, new(), CancellationToken.None,
            CancellationToken.None);
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.CollectAsync(turn);

        TurnBuilder builder = new(Clients.SessionId);
        TurnText text = new();
        List<string?> seen = [];
        for (int i = 0; i < events.Count; i++)
        {
            Assert.Equal(i + 1, events[i].Sequence);
            builder.Add(events[i]);
            seen.Add(EventProbe.Ask(events[i]));
            seen.Add(text.Next(events[i]));
        }
        Turn whole = builder.Build(failure?.Outcome ?? TurnOutcome.Completed, failure?.Message);
        seen.Add($"{whole.Outcome} {whole.Error} {whole.Text} {whole.CostUsd} {whole.Usage} {whole.Turns} {string.Join(' ', whole.ToolCalls)}");
        Assert.Equal(failure is null, events.OfType<DoneEvent>().Any() && whole.Error is null);
        return string.Join('\n', seen);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
