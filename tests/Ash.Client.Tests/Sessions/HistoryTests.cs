using System.Globalization;
using System.Text.Json;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Histories are read page by page, no page before it is needed, and can be followed.</summary>
public class HistoryTests
{
    private const string Session = $"/api/sessions/{Clients.SessionId}";

    private const string Path = $"{Session}/messages";

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task The_first_message_is_out_before_the_second_page_is_asked_for()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Messages(1, 1000), Messages(1001, 5));
        using AshClient client = Client(server);
        await using IAsyncEnumerator<StoredMessage> messages = client.Messages.ListAsync(Clients.SessionId).GetAsyncEnumerator();

        for (int i = 1; i <= 1000; i++)
        {
            Assert.True(await messages.MoveNextAsync().AsTask().Soon());
            Assert.Equal(i, messages.Current.Sequence);
        }
        Assert.Single(server.Requests);

        Assert.True(await messages.MoveNextAsync().AsTask().Soon());
        Assert.Equal([$"{Path}?limit=1000", $"{Path}?limit=1000&after=1000"], server.Requests.Select(static r => r.Target));
    }

    [Theory]
    [InlineData(3, "limit=3", 3)]
    [InlineData(1200, "limit=1000", 1000)]
    public async Task No_more_is_asked_for_than_is_wanted(int first, string query, int answered)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Messages(8, answered), Messages(8 + answered, first - answered));
        using AshClient client = Client(server);

        List<StoredMessage> messages = await ListAsync(client.Messages.ListAsync(Clients.SessionId, new() { After = 7, First = first }));

        Assert.Equal(first, messages.Count);
        Assert.Equal($"{Path}?{query}&after=7", server.Requests[0].Target);
        Assert.Equal(first <= 1000 ? 1 : 2, server.Requests.Count);
        if (first > 1000) Assert.Equal($"{Path}?limit=200&after=1007", server.Requests[1].Target);
    }

    [Fact]
    public async Task A_history_that_ends_with_a_full_page_ends()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Messages(1, 1000), Messages(1001, 0));
        using AshClient client = Client(server);

        Assert.Equal(1000, (await ListAsync(client.Messages.ListAsync(Clients.SessionId))).Count);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Following_asks_again_for_what_comes_after_the_last()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Messages(1, 2), Messages(3, 0), Messages(3, 1));
        using AshClient client = Client(server);
        await using IAsyncEnumerator<StoredMessage> messages =
            client.Messages.ListAsync(Clients.SessionId, new() { Follow = true }).GetAsyncEnumerator();

        Assert.True(await messages.MoveNextAsync().AsTask().Soon());
        Assert.True(await messages.MoveNextAsync().AsTask().Soon());
        Task<bool> third = messages.MoveNextAsync().AsTask();
        for (int i = 0; i < 2; i++) _clock.Advance(await _clock.NextWaitAsync(static wait => wait == TimeSpan.FromSeconds(2)).Soon());

        Assert.True(await third.Soon());
        Assert.Equal(3, messages.Current.Sequence);
        Assert.Equal($"{Path}?limit=1000&after=2", server.Requests[^1].Target);
    }

    [Fact]
    public async Task Content_that_the_server_keeps_as_text_comes_as_JSON()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, JsonSerializer.Serialize(new
        {
            messages = new object[]
            {
                Message(1, "user", """{"type":"user","content":["Hello"]}"""),
                Message(2, "assistant", """{"type":"assistant","message":{"content":[{"type":"text","text":"Hi"},{"type":"text","text":"there"}]}}"""),
                Message(3, "assistant", """{"type":"result","subtype":"success","result":"Done"}"""),
                Message(4, "assistant", "no JSON"),
                Message(5, "assistant", """{"type":"assistant","message":{"content":[{"type":"tool_use","name":"Bash","input":{"a":1}}]}}"""),
            },
        })));
        using AshClient client = Client(server);

        List<StoredMessage> messages = await ListAsync(client.Messages.ListAsync(Clients.SessionId));

        Assert.Equal(["Hello", "Hi\nthere", "Done", "no JSON", ""], messages.Select(static m => m.Text));
        Assert.Equal(["user", "assistant", "result", null, "assistant"], messages.Select(static m => m.MessageType));
        Assert.Equal(["Hello", "Hi there", "success", "no JSON", "Bash {\"a\":1}"], messages.Select(static m => m.ToString()));
        Assert.Equal("success", messages[2].GetContent().GetProperty("subtype").GetString());
    }

    [Fact]
    public async Task Events_are_filtered_by_the_server_and_logs_start_behind_an_index()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(200, """{"events":[{"id":"e","sessionId":"s","type":"tool_start","sequence":4,"createdAt":"2026-05-01T12:00:00Z","data":"{\"toolName\":\"Bash\",\"input\":{\"command\":\"ls\"}}"},{"id":"f","sessionId":"s","type":"new","sequence":5,"createdAt":"2026-05-01T12:00:00Z","data":null}]}"""),
            Json(200, """{"logs":[{"index":6,"level":"stderr","text":"oops","ts":"2026-05-01T12:00:00Z"}],"source":"sandbox"}"""));
        using AshClient client = Client(server);

        List<SessionEvent> events = await ListAsync(client.Sessions.ListEventsAsync(Clients.SessionId, "tool start"));
        List<SessionLogLine> log = await ListAsync(client.Sessions.ReadLogAsync(Clients.SessionId, new() { After = 5 }));

        Assert.Equal(["Bash {\"command\":\"ls\"}", "null"], events.Select(static e => e.ToString()));
        Assert.Equal((6, "stderr", "oops"), (log[0].Index, log[0].Level, log[0].Text));
        Assert.Equal(
            [$"{Session}/events?limit=1000&type=tool%20start", $"{Session}/logs?after=5"], server.Requests.Select(static r => r.Target));
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        List<T> list = [];
        await foreach (T item in items) list.Add(item);
        return list;
    }

    private static byte[] Messages(int from, int count) => Json(200, JsonSerializer.Serialize(new
    {
        messages = Enumerable.Range(from, count).Select(static i => Message(i, "user", "{}")),
    }));

    private static object Message(int sequence, string role, string content) => new
    {
        id = sequence.ToString(CultureInfo.InvariantCulture), sessionId = "s", role, content, sequence, createdAt = "2026-05-01T12:00:00.000Z",
    };

    private AshClient Client(ScriptedServer server) => new(Clients.OptionsFor(server.Address, clock: _clock));
}
