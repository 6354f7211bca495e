using System.Collections.Concurrent;
using static Ash.Tests.EvalSamples;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>A run is looked at often at first, and then as often as a server takes.</summary>
public class EvalWaitTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task It_is_looked_at_until_it_is_over()
    {
        byte[] pending = Json(200, $$"""{"run":{{Pending}}}""");
        byte[] running = Json(200, $$"""{"run":{{Running}}}""");
        byte[] completed = Json(200, $$"""{"run":{{Completed}}}""");
        await using ScriptedServer server = ScriptedServer.Answering(pending, pending, running, running, running, running, running, completed);
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: _clock));
        Seen seen = new();

        Task<EvalRun> waiting = client.EvalRuns.WaitAsync("a", RunId, seen);
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(waiting).Soon();

        Assert.Equal(EvalRunStatus.Completed, (await waiting).Status);
        Assert.Equal([0, 0, 3, 3, 3, 3, 3, 4], seen.Runs.Select(static run => run.CompletedCases));
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 2, 2], waits.Where(static wait => wait > TimeSpan.Zero).Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task It_is_left_at_once()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, $$"""{"run":{{Pending}}}"""));
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: _clock));
        using CancellationTokenSource left = new();

        Task<EvalRun> waiting = client.EvalRuns.WaitAsync("a", RunId, cancellationToken: left.Token);
        await _clock.NextWaitAsync(static wait => wait > TimeSpan.Zero).Soon();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting).Soon();
    }

    private sealed class Seen : IProgress<EvalRun>
    {
        public ConcurrentQueue<EvalRun> Runs { get; } = new();

        public void Report(EvalRun value) => Runs.Enqueue(value);
    }
}
