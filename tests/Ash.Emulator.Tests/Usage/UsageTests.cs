using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Usage;

public sealed class UsageTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly AshServer _server;

    public UsageTests() => _server = new AshServer(new AshEmulatorOptions
    {
        Clock = _clock,
        Replies =
        [
            new("tool", EmulatorReply.Steps(new ToolUseStep("Bash", "{}", "hi"), new TextStep("ok"))),
            new("fail", EmulatorReply.Steps(new FailureStep("On strike."))),
            new("nothing", EmulatorReply.Steps()),
        ],
    });

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_turn_that_comes_to_a_result_is_counted_the_newest_first()
    {
        var (one, two) = (await _server.NewSessionAsync(), await _server.NewSessionAsync("other"));
        await _server.AskAsync(one, "twelve chars");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _server.AskAsync(two, "tool");
        await _server.AskAsync(two, "fail");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _server.AskAsync(one, "nothing");

        Assert.Equal(
            [
                (one, "helper", "input_tokens", 11), (one, "helper", "message", 1),
                (two, "other", "input_tokens", 11), (two, "other", "output_tokens", 2), (two, "other", "message", 1),
                (one, "helper", "input_tokens", 13), (one, "helper", "output_tokens", 4), (one, "helper", "message", 1),
            ],
            (await EventsAsync("")).Select(entry =>
                ((string)entry["sessionId"]!, (string)entry["agentName"]!, (string)entry["eventType"]!, (int)entry["value"]!)));
        Assert.Equal(
            """{"stats":{"totalInputTokens":35,"totalOutputTokens":6,"totalCacheCreationTokens":0,"totalCacheReadTokens":0,"totalToolCalls":0,"totalMessages":3,"totalComputeSeconds":0}}""",
            (await _server.GetAsync("GET", "/api/usage/stats")).ToJsonString());
    }

    [Fact]
    public async Task Both_are_filtered_and_times_are_compared_as_text()
    {
        var (one, two) = (await _server.NewSessionAsync(), await _server.NewSessionAsync("other"));
        await _server.AskAsync(one, "a");
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _server.AskAsync(two, "b");

        foreach (var (query, sessions) in new (string, string[])[]
        {
            ($"sessionId={one}", [one]), ("agentName=other", [two]), ("agentName=nobody", []), ($"sessionId={one}&agentName=other", []),
            ("after=2026-01-02T03:04:15.000Z", [two]), ("after=2026-01-02T03:04:15.001Z", []),
            ("before=2026-01-02T03:04:05.000Z", [one]), ("before=2026-01-02T03:04:04.999Z", []),
            ("after=2026-01-02T03:04:05.000Z&before=2026-01-02T03:04:15.000Z", [two, one]),
            // The same moment in another zone is hours away as a text.
            ("after=2026-01-02T12:04:05.000%2B09:00", []),
        })
        {
            Assert.Equal(sessions, (await EventsAsync(query)).Select(entry => (string)entry["sessionId"]!).Distinct());
            Assert.Equal(sessions.Length, (int)(await _server.GetAsync("GET", $"/api/usage/stats?{query}"))["stats"]!["totalMessages"]!);
        }

        Assert.Equal(4, (await EventsAsync("limit=4")).Count);
        Assert.Equal(1, (int)(await _server.GetAsync("GET", "/api/analytics?after=2026-01-02T03:04:06Z"))["usage"]!["totalMessages"]!);
    }

    [Fact]
    public async Task Analytics_count_what_there_is()
    {
        var session = await _server.NewSessionAsync();
        await _server.NewSessionAsync();
        await _server.GetAsync("DELETE", $"/api/sessions/{session}");

        var analytics = await _server.GetAsync("GET", "/api/analytics");
        Assert.Equal("""{"total":1}""", analytics["agents"]!.ToJsonString());
        Assert.Equal("""{"total":2,"byStatus":{"active":1,"ended":1}}""", analytics["sessions"]!.ToJsonString());
        Assert.Equal("""{"totalRuns":0,"byStatus":{}}""", analytics["evals"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/api/usage?sessionId=x", "querystring/sessionId must match format \"uuid\"")]
    [InlineData("/api/usage?limit=1001", "querystring/limit must be <= 1000")]
    [InlineData("/api/usage?after=2026-01-02", "querystring/after must match format \"date-time\"")]
    [InlineData("/api/usage/stats?before=2026-01-02T03:04:05", "querystring/before must match format \"date-time\"")]
    [InlineData("/api/analytics?after=now", "querystring/after must match format \"date-time\"")]
    public async Task What_the_schema_does_not_have_is_refused(string path, string says)
    {
        var (status, answer) = await _server.SendAsync("GET", path);

        Assert.Equal((HttpStatusCode.BadRequest, says), (status, (string?)answer!["message"]));
    }

    private async Task<IReadOnlyList<JsonNode>> EventsAsync(string query) =>
        [.. (await _server.GetAsync("GET", $"/api/usage?{query}"))["events"]!.AsArray().Select(entry => entry!)];
}
