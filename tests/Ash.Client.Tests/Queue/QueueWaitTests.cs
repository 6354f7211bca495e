using System.Globalization;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Items of the queue are waited for without pressing the server.</summary>
public class QueueWaitTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task What_is_done_already_is_not_asked_for()
    {
        await using ScriptedServer server = ScriptedServer.Answering(List());
        using AshClient client = Client(server);

        List<QueueItem> items = await client.Queue.WaitAsync([Item(1, "failed"), Item(2, "completed"), Item(1, "failed")]).ToListAsync().AsTask().Soon();

        Assert.Equal([IdOf(1), IdOf(2)], items.Select(static item => item.Id));
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task One_item_is_looked_at_by_itself_less_and_less_often()
    {
        byte[] pending = Json(200, Samples.QueueItem(IdOf(1), "pending"));
        byte[] working = Json(200, Samples.QueueItem(IdOf(1), "processing"));
        await using ScriptedServer server = ScriptedServer.Answering(
            pending, pending, working, working, Json(200, Samples.QueueItem(IdOf(1), "completed")));
        using AshClient client = Client(server);
        Recorder progress = new();

        Task<List<QueueItem>> waiting = client.Queue.WaitAsync([Item(1, "pending")], progress: progress).ToListAsync().AsTask();
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(waiting).Soon();

        Assert.Equal("completed", Assert.Single(await waiting).Status);
        Assert.Equal([0.5, 1, 2, 2, 2], waits.Select(static wait => wait.TotalSeconds));
        Assert.All(server.Requests, static request => Assert.Equal($"GET /api/queue/{IdOf(1)}", request.ToString()));
        Assert.Equal([0, 0, 0, 1, 1, 0], progress.Seen.Select(static step => step.Processing));
        Assert.Equal(new(1, 1, 0), progress.Seen[^1]);
    }

    [Fact]
    public async Task Many_items_are_looked_at_in_one_request_and_come_as_they_are_done()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            List((1, "pending"), (2, "completed"), (3, "processing"), (9, "failed")),
            List((1, "cancelled"), (2, "completed"), (3, "processing")),
            Json(200, Samples.QueueItem(IdOf(3), "failed")));
        using AshClient client = Client(server);

        Task<List<QueueItem>> waiting = client.Queue.WaitAsync([Item(1, "pending"), Item(2, "pending"), Item(3, "pending")]).ToListAsync().AsTask();
        await _clock.RunAsync(waiting).Soon();

        Assert.Equal([(IdOf(2), "completed"), (IdOf(1), "cancelled"), (IdOf(3), "failed")], (await waiting).Select(static item => (item.Id, item.Status)));
        Assert.Equal(
            ["/api/queue?limit=500", "/api/queue?limit=500", $"/api/queue/{IdOf(3)}"], server.Requests.Select(static request => request.Target));
    }

    [Fact]
    public async Task What_the_list_no_longer_shows_is_looked_at_by_itself_and_at_the_same_pace()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            List(), Json(200, Samples.QueueItem(IdOf(1), "processing")), Json(200, Samples.QueueItem(IdOf(2), "pending")),
            List((1, "completed"), (2, "completed")));
        using AshClient client = Client(server);

        Task<List<QueueItem>> waiting = client.Queue.WaitAsync([Item(1, "pending"), Item(2, "pending")]).ToListAsync().AsTask();
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(waiting).Soon();

        Assert.Equal(2, (await waiting).Count);
        Assert.Equal([0.5, 3], waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task What_is_found_done_at_once_comes_in_the_order_in_which_it_was_done()
    {
        await using ScriptedServer server = ScriptedServer.Answering(List());
        using AshClient client = Client(server);
        DateTime time = new(2026, 5, 1, 10, 0, 0, DateTimeKind.Local);
        QueueItem[] items =
        [
            Item(1, "completed", time.AddSeconds(2)), Item(2, "failed", time.AddSeconds(1)), Item(3, "completed", time.AddSeconds(3)), Item(4, "cancelled"),
        ];

        List<QueueItem> done = await client.Queue.WaitAsync(items).ToListAsync().AsTask().Soon();

        Assert.Equal([IdOf(4), IdOf(2), IdOf(1), IdOf(3)], done.Select(static item => item.Id));
    }

    [Fact]
    public async Task At_the_end_of_the_time_the_others_come_as_they_are()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            List((1, "completed"), (2, "pending")), Json(200, Samples.QueueItem(IdOf(2), "processing")));
        using AshClient client = Client(server);

        Task<List<QueueItem>> waiting =
            client.Queue.WaitAsync([Item(1, "pending"), Item(2, "pending")], TimeSpan.FromSeconds(1)).ToListAsync().AsTask();
        IReadOnlyList<TimeSpan> waits = await _clock.RunAsync(waiting).Soon();

        Assert.Equal(["completed", "processing"], (await waiting).Select(static item => item.Status));
        Assert.Equal([0.5, 0.5], waits.Select(static wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        await using ScriptedServer server = ScriptedServer.Answering(List());
        using AshClient client = Client(server);
        using CancellationTokenSource stop = new();

        Task<List<QueueItem>> waiting = client.Queue.WaitAsync([Item(1, "pending")], cancellationToken: stop.Token).ToListAsync().AsTask();
        await _clock.NextWaitAsync(static _ => true).Soon();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting).Soon();
        Assert.Equal(0, server.Connections);
    }

    private static string IdOf(int number) => $"00000000-0000-4000-8000-{number.ToString("D12", CultureInfo.InvariantCulture)}";

    private static QueueItem Item(int number, string status, DateTime? completedAt = null) =>
        new() { Id = IdOf(number), AgentName = "a", Prompt = "hi", Status = status, CompletedAt = completedAt };

    private static byte[] List(params (int Number, string Status)[] items) => Json(200, $$"""
        {"items":[{{string.Join(',', items.Select(static item => Samples.QueueItem(IdOf(item.Number), item.Status)["{\"item\":".Length..^1]))}}]}
        """);

    private AshClient Client(ScriptedServer server) => new(Clients.OptionsFor(server.Address, clock: _clock));

    private sealed class Recorder : IProgress<QueueProgress>
    {
        public List<QueueProgress> Seen { get; } = [];

        public void Report(QueueProgress value) => Seen.Add(value);
    }
}
