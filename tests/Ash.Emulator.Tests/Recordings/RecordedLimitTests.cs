using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Recordings;

/// <summary>What a real server answers to one request too many.</summary>
public class RecordedLimitTests
{
    [RecordingsTheory]
    [InlineData("rate-limited-health", "GET", "/health", 1500)]
    [InlineData("rate-limited-no-key", "GET", "/health", 1500)]
    [InlineData("rate-limited-session-create", "POST", "/api/sessions", 20)]
    public async Task One_request_too_many(string name, string method, string path, int allowed)
    {
        var options = new AshEmulatorOptions { ApiKey = "test-key", EnforceRateLimits = true, Clock = new ManualClock() };
        using var server = new AshServer(options);
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", "test-key");
        for (var count = 0; count < allowed; count++)
            await server.SendAsync(method, path);

        var recording = Recording.Load(name);
        var answer = new HttpAnswer(await RawClient.ExchangeAsync(server.Emulator.Uri, recording.Request));

        Assert.Equal(recording.Answer.StatusLine, answer.StatusLine);
        Assert.Equal(recording.Answer.Headers.Select(header => header.Name), answer.Headers.Select(header => header.Name));
        Assert.Equal(JsonShape.Of(JsonNode.Parse(recording.Answer.Body)), JsonShape.Of(JsonNode.Parse(answer.Body)));
    }
}
