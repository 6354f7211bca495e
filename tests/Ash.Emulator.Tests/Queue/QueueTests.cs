using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Queue;

public sealed class QueueTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new();
    private readonly List<EmulatorPrompt> _asked = [];
    private readonly AshServer _server;

    public QueueTests()
    {
        var tries = 0;
        _server = new AshServer(new AshEmulatorOptions
        {
            Clock = _clock,
            Replies =
            [
                new("fail", EmulatorReply.Steps(new FailureStep("On strike."))),
                new("once", EmulatorReply.From((_, _) => Steps(tries++ == 0 ? new FailureStep("Not yet.") : new TextStep("ok")))),
                new("error", EmulatorReply.Steps(new ResultStep { Subtype = "error_max_turns", Errors = ["Reached maximum number of turns"] })),
                new("hang", EmulatorReply.From((_, gone) => Hang(gone))),
                new("*", EmulatorReply.From((prompt, _) =>
                {
                    lock (_asked)
                        _asked.Add(prompt);
                    return Steps(new TextStep("ok"));
                })),
            ],
        });
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_item_waits_a_second_and_is_answered_in_a_session_of_its_own_of_which_nothing_is_kept()
    {
        await DeployAsync();
        var id = await AddAsync(new { agentName = "helper", prompt = "hi" });
        Assert.Equal("pending", (string?)(await ItemAsync(id))["status"]);

        await StepAsync();
        var item = await DoneAsync(id);

        Assert.Equal(("completed", 0, null, null), ((string?)item["status"], (int)item["retryCount"]!, (string?)item["sessionId"], (string?)item["error"]));
        Assert.Equal(("2026-01-02T03:04:05.000Z", "2026-01-02T03:04:06.000Z"), ((string?)item["createdAt"], (string?)item["startedAt"]));
        var session = Assert.Single((await _server.GetAsync("GET", "/api/sessions"))["sessions"]!.AsArray())!;
        Assert.Equal(("helper", "active"), ((string?)session["agentName"], (string?)session["status"]));
        var asked = Assert.Single(_asked);
        Assert.Equal(("hi", (string?)session["id"], "helper", 1), (asked.Text, asked.SessionId, asked.AgentName, asked.Sequence));
        Assert.Empty((await _server.GetAsync("GET", $"/api/sessions/{asked.SessionId}/messages"))["messages"]!.AsArray());
        Assert.Empty((await _server.GetAsync("GET", "/api/usage"))["events"]!.AsArray());
    }

    [Fact]
    public async Task The_highest_priority_is_first_and_then_the_oldest()
    {
        var session = await _server.NewSessionAsync();
        string last = "";
        foreach (var (prompt, priority) in new[] { ("low", 0), ("high", 5), ("higher", 9), ("low too", 0), ("high too", 5) })
        {
            var id = await AddAsync(new { agentName = "helper", prompt, priority, sessionId = session });
            last = prompt == "low too" ? id : last;
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        for (var step = 0; step < 5; step++)
            await StepAsync();
        await DoneAsync(last);

        Assert.Equal(["higher", "high", "high too", "low", "low too"], _asked.Select(prompt => prompt.Text));
        Assert.Equal([1, 2, 3, 4, 5], _asked.Select(prompt => prompt.Sequence));
        Assert.All(_asked, prompt => Assert.Equal(session, prompt.SessionId));
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_and_later_and_then_no_more()
    {
        var id = await AddAsync(new { agentName = "nobody", prompt = "hi" });

        var seen = new List<(string? Status, int Retries, string? Error)>();
        for (var second = 1; second <= 16; second++)
        {
            await StepAsync();
            if (second < 16)
                await _clock.WaitForTimerAsync(Interval);
            else
                await DoneAsync(id);
            var item = await ItemAsync(id);
            seen.Add(((string?)item["status"], (int)item["retryCount"]!, (string?)item["error"]));
        }

        const string Error = "Agent \"nobody\" not found";
        Assert.Equal(
            [.. Enumerable.Repeat(("pending", 1, Error), 5), .. Enumerable.Repeat(("pending", 2, Error), 10), ("failed", 3, Error)], seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_limit_of_none_is_one_try_as_well(int maxRetries)
    {
        var id = await AddAsync(new { agentName = "nobody", prompt = "hi", maxRetries });
        await StepAsync();

        Assert.Equal(("failed", 1), Told(await DoneAsync(id)));
    }

    [Fact]
    public async Task An_error_stays_where_a_later_try_goes_well()
    {
        await DeployAsync();
        var id = await AddAsync(new { agentName = "helper", prompt = "once" });
        for (var second = 1; second <= 6; second++)
            await StepAsync();

        var item = await DoneAsync(id);
        Assert.Equal(("completed", 1), Told(item));
        Assert.Equal("Not yet.", (string?)item["error"]);
    }

    [Fact]
    public async Task A_failing_model_fails_the_item_but_a_result_that_is_an_error_does_not()
    {
        await DeployAsync();
        var failing = await AddAsync(new { agentName = "helper", prompt = "fail", maxRetries = 1 });
        await StepAsync();
        Assert.Equal(("failed", "On strike."), ((string?)(await DoneAsync(failing))["status"], (string?)(await ItemAsync(failing))["error"]));

        var erring = await AddAsync(new { agentName = "helper", prompt = "error", maxRetries = 1 });
        await StepAsync();
        Assert.Equal("completed", (string?)(await DoneAsync(erring))["status"]);
    }

    [Theory]
    [InlineData("pause", "Session {0} is paused")]
    [InlineData("stop", "Session {0} is stopped")]
    public async Task A_session_that_is_not_active_fails_the_item(string action, string error)
    {
        var session = await _server.NewSessionAsync();
        await _server.GetAsync("POST", $"/api/sessions/{session}/{action}");

        await FailsAsync(session, string.Format(null, error, session));
    }

    [Fact]
    public async Task A_session_that_is_not_there_or_has_no_sandbox_fails_the_item()
    {
        var session = await _server.NewSessionAsync();
        _server.Emulator.CrashSandbox(session);

        await FailsAsync(session, $"Sandbox {session} not found");
        await FailsAsync("00000000-0000-4000-8000-000000000000", "Session 00000000-0000-4000-8000-000000000000 not found");
    }

    [Fact]
    public async Task Only_what_waits_can_be_taken_back_and_is_not_answered_then()
    {
        await DeployAsync();
        var first = await AddAsync(new { agentName = "helper", prompt = "taken back" });
        var cancelled = (await _server.GetAsync("DELETE", $"/api/queue/{first}"))["item"]!;
        Assert.Equal(("cancelled", null), ((string?)cancelled["status"], (string?)cancelled["completedAt"]));

        var second = await AddAsync(new { agentName = "helper", prompt = "hi" });
        await StepAsync();
        await DoneAsync(second);

        Assert.Equal("hi", Assert.Single(_asked).Text);
        foreach (var (id, is_) in new[] { (first, "cancelled"), (second, "completed") })
        {
            var (status, body) = await _server.SendAsync("DELETE", $"/api/queue/{id}");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal($"Cannot cancel item with status \"{is_}\"", (string?)body!["error"]);
        }
    }

    [Fact]
    public async Task An_item_that_comes_just_before_a_look_has_its_second_too()
    {
        await DeployAsync();
        await _server.GetAsync("DELETE", $"/api/queue/{await AddAsync(new { agentName = "helper", prompt = "taken back" })}");
        await _clock.WaitForTimerAsync(Interval);
        _clock.Advance(Interval * 0.8);
        var id = await AddAsync(new { agentName = "helper", prompt = "hi" });
        _clock.Advance(Interval * 0.2);
        await _clock.WaitForTimerAsync(Interval);
        Assert.Equal("pending", (string?)(await ItemAsync(id))["status"]);

        _clock.Advance(Interval);
        Assert.Equal("completed", (string?)(await DoneAsync(id))["status"]);
    }

    [Fact]
    public async Task They_are_listed_by_status_the_newest_first_and_counted()
    {
        foreach (var prompt in new[] { "a", "b", "c" })
        {
            await AddAsync(new { agentName = "nobody", prompt, maxRetries = 1 });
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await StepAsync();
        await _clock.WaitForTimerAsync(Interval);

        Assert.Equal(["c", "b", "a"], await PromptsAsync(""));
        Assert.Equal(["c", "b"], await PromptsAsync("?status=pending"));
        Assert.Equal(["a"], await PromptsAsync("?status=failed"));
        Assert.Equal(["c"], await PromptsAsync("?limit=1"));
        Assert.Equal(
            """{"stats":{"pending":2,"processing":0,"completed":0,"failed":1,"cancelled":0}}""",
            (await _server.GetAsync("GET", "/api/queue/stats")).ToJsonString());
    }

    [Fact]
    public async Task Killed_in_the_middle_an_item_stays_there_and_the_others_have_their_turn_after_the_restart()
    {
        await DeployAsync();
        var hanging = await AddAsync(new { agentName = "helper", prompt = "hang", priority = 1 });
        var waiting = await AddAsync(new { agentName = "helper", prompt = "hi" });
        await StepAsync();
        await UntilAsync(hanging, item => (string?)item["status"] == "processing");

        _server.Emulator.Restart();
        await StepAsync();

        Assert.Equal("completed", (string?)(await DoneAsync(waiting))["status"]);
        Assert.Equal("processing", (string?)(await ItemAsync(hanging))["status"]);
    }

    [Theory]
    [InlineData("POST", "/api/queue", """{"agentName":"a","prompt":""}""", "Bad Request")]
    [InlineData("POST", "/api/queue", """{"agentName":"a","prompt":"x","sessionId":"y"}""", "Bad Request")]
    [InlineData("POST", "/api/queue", """{"agentName":"a","prompt":"x","priority":-1}""", "Bad Request")]
    [InlineData("POST", "/api/queue", """{"agentName":"a","prompt":"x","priority":1.5}""", "Bad Request")]
    [InlineData("POST", "/api/queue", """{"agentName":"a","prompt":"x","maxRetries":-1}""", "Bad Request")]
    [InlineData("GET", "/api/queue?status=done", null, "querystring/status must be equal to one of the allowed values")]
    [InlineData("GET", "/api/queue?limit=0", null, "querystring/limit must be >= 1")]
    [InlineData("GET", "/api/queue?limit=501", null, "querystring/limit must be <= 500")]
    [InlineData("GET", "/api/queue/nonsense", null, "params/id must match format \"uuid\"")]
    [InlineData("DELETE", "/api/queue/nonsense", null, "Bad Request")]
    public async Task What_the_schema_does_not_have_is_refused(string method, string path, string? body, string says)
    {
        var (status, answer) = await _server.SendAsync(method, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(says, (string?)(answer!["message"] ?? answer["error"]));
    }

    private static async IAsyncEnumerable<ReplyStep> Steps(ReplyStep step)
    {
        yield return step;
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<ReplyStep> Hang([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone)
    {
        await Task.Delay(Timeout.Infinite, gone);
        yield break;
    }

    private static (string? Status, int Retries) Told(JsonNode item) => ((string?)item["status"], (int)item["retryCount"]!);

    private async Task FailsAsync(string session, string error)
    {
        var id = await AddAsync(new { agentName = "helper", prompt = "hi", sessionId = session, maxRetries = 1 });
        await StepAsync();
        var item = await DoneAsync(id);
        Assert.Equal(("failed", error), ((string?)item["status"], (string?)item["error"]));
    }

    private Task<JsonNode> DeployAsync() => _server.GetAsync("POST", "/api/agents", new { name = "helper" });

    private async Task<string> AddAsync(object item) => (string)(await _server.GetAsync("POST", "/api/queue", item))["item"]!["id"]!;

    private async Task<JsonNode> ItemAsync(string id) => (await _server.GetAsync("GET", $"/api/queue/{id}"))["item"]!;

    private Task<JsonNode> DoneAsync(string id) => UntilAsync(id, item => (string?)item["status"] is not ("pending" or "processing"));

    /// <summary>The server does its work between two requests: asking is all that one can do.</summary>
    private async Task<JsonNode> UntilAsync(string id, Func<JsonNode, bool> isSo)
    {
        var soon = AshServer.Soon;
        while (true)
        {
            var item = await ItemAsync(id);
            if (isSo(item))
                return item;
            soon.ThrowIfCancellationRequested();
        }
    }

    private async Task<IEnumerable<string?>> PromptsAsync(string query) =>
        (await _server.GetAsync("GET", "/api/queue" + query))["items"]!.AsArray().Select(item => (string?)item!["prompt"]);

    /// <summary>Lets the server look after the queue once.</summary>
    private async Task StepAsync()
    {
        await _clock.WaitForTimerAsync(Interval);
        _clock.Advance(Interval);
    }
}
