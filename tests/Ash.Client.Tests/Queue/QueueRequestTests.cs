using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for the queue, and what does not.</summary>
public class QueueRequestTests
{
    private const string Id = "4c938c92-1b4c-4b2f-b784-eb19fdaa0f55";

    public static TheoryData<QueueItemOptions, string> Bodies { get; } = new()
    {
        { new() { AgentName = "a", Prompt = "hi" }, """{"agentName":"a","prompt":"hi"}""" },
        {
            new() { AgentName = "a", Prompt = "hi", SessionId = Clients.SessionId, Priority = 0, MaxRetries = 5 },
            $$"""{"agentName":"a","prompt":"hi","sessionId":"{{Clients.SessionId}}","priority":0,"maxRetries":5}"""
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task The_body_holds_what_was_said_and_nothing_else(QueueItemOptions options, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.QueueItem(Id, "pending")));
        using AshClient client = Clients.ClientOf(server);

        QueueItem item = await client.Queue.AddAsync(options).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal("POST /api/queue", sent.ToString());
        Assert.Equal(body, sent.BodyText);
        Assert.Equal((Id, false), (item.Id, item.IsDone));
    }

    public static TheoryData<QueueItemOptions> Invalid { get; } =
    [
        new() { AgentName = "", Prompt = "hi" },
        new() { AgentName = "a b", Prompt = "hi" },
        new() { AgentName = "a", Prompt = "" },
        new() { AgentName = "a", Prompt = " \n" },
        new() { AgentName = "a", Prompt = "hi", SessionId = "nonsense" },
        new() { AgentName = "a", Prompt = "hi", SessionId = "" },
        new() { AgentName = "a", Prompt = "hi", Priority = -1 },
        new() { AgentName = "a", Prompt = "hi", MaxRetries = -1 },
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_server_does_not_take_is_not_sent(QueueItemOptions options) =>
        await AssertNotSentAsync(client => client.Queue.AddAsync(options));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("stats")]
    [InlineData("4c938c921b4c4b2fb784eb19fdaa0f55")]
    public async Task An_id_that_is_no_UUID_is_not_sent(string id)
    {
        await AssertNotSentAsync(client => client.Queue.GetAsync(id));
        await AssertNotSentAsync(client => client.Queue.CancelAsync(id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task More_than_the_server_lists_is_not_asked_for(int limit) =>
        await AssertNotSentAsync(client => client.Queue.ListAsync(limit: limit));

    [Theory]
    [InlineData(null, 500, "/api/queue?limit=500")]
    [InlineData("failed", 1, "/api/queue?limit=1&status=failed")]
    [InlineData("a b&c", 2, "/api/queue?limit=2&status=a%20b%26c")]
    public async Task The_list_is_asked_for_by_status(string? status, int limit, string target)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"items":[]}"""));
        using AshClient client = Clients.ClientOf(server);

        Assert.Empty(await client.Queue.ListAsync(status, limit).Soon());

        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("pending", false)]
    [InlineData("processing", false)]
    [InlineData("completed", true)]
    [InlineData("failed", true)]
    [InlineData("cancelled", true)]
    [InlineData("postponed", false)]
    public async Task An_item_is_done_when_nothing_more_will_happen(string status, bool isDone)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.QueueItem(Id, status)));
        using AshClient client = Clients.ClientOf(server);

        QueueItem item = await client.Queue.CancelAsync(Id).Soon();

        Assert.Equal((status, isDone), (item.Status, item.IsDone));
        Assert.Equal($"DELETE /api/queue/{Id}", Assert.Single(server.Requests).ToString());
    }

    private static async Task AssertNotSentAsync(Func<AshClient, Task> call)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"items":[]}"""));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => call(client)).Soon();

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Equal(0, server.Connections);
    }
}
