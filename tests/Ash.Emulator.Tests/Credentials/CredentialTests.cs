using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Credentials;

public sealed class CredentialTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly AshServer _server;

    public CredentialTests() => _server = new AshServer(new AshEmulatorOptions { Clock = _clock });

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task They_are_listed_the_newest_first_and_without_their_keys()
    {
        await StoreAsync("anthropic", "secret-1", "first");
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await StoreAsync("custom", "secret-2", null);

        var list = (await _server.GetAsync("GET", "/api/credentials"))["credentials"]!.AsArray();
        Assert.Equal([("custom", ""), ("anthropic", "first")], list.Select(entry => ((string)entry!["type"]!, (string)entry["label"]!)));
        Assert.DoesNotContain("secret", list.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_made_with_one_that_is_there_and_that_is_noted()
    {
        var id = await StoreAsync("anthropic", "secret", "l");
        Assert.Null(await LastUseAsync());
        _clock.Advance(TimeSpan.FromHours(1));
        await _server.NewSessionAsync(options: new { agent = "helper", credentialId = id });
        Assert.Equal("2026-01-02T04:04:05.000Z", await LastUseAsync());

        Assert.Equal((HttpStatusCode.NoContent, null), await _server.SendAsync("DELETE", $"/api/credentials/{id}"));
        Assert.Equal((HttpStatusCode.BadRequest, "Invalid or inaccessible credential"), await TryAsync(id));
        Assert.Equal(HttpStatusCode.NotFound, (await _server.SendAsync("DELETE", $"/api/credentials/{id}")).Status);
    }

    [Theory]
    [InlineData("""{"accessKeyId":"a","secretAccessKey":"s","region":"r"}""", null)]
    [InlineData("""{"accessKeyId":"a","secretAccessKey":"s","region":"r","sessionToken":"t"}""", null)]
    [InlineData("""{"accessKeyId":"a","secretAccessKey":"s","region":""}""", "Bedrock credential requires accessKeyId, secretAccessKey, and region")]
    [InlineData("""["a"]""", "Bedrock credential requires accessKeyId, secretAccessKey, and region")]
    [InlineData("sk-plain", "Bedrock credential must be a JSON object with accessKeyId, secretAccessKey, and region")]
    public async Task Whether_a_bedrock_key_is_whole_is_said_when_a_session_is_made_with_it(string key, string? problem)
    {
        var id = await StoreAsync("bedrock", key, null);
        await _server.GetAsync("POST", "/api/agents", new { name = "helper" });

        var (status, error) = await TryAsync(id);
        Assert.Equal((problem is null ? HttpStatusCode.Created : HttpStatusCode.BadRequest, problem), (status, error));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"anthropic"}""")]
    [InlineData("""{"type":"anthropic","key":""}""")]
    [InlineData("""{"type":"other","key":"k"}""")]
    public async Task What_the_schema_does_not_have_is_refused_first(string body)
    {
        using var without = new AshServer(new AshEmulatorOptions { HasCredentialKey = false });

        var (status, answer) = await without.SendAsync("POST", "/api/credentials", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("""{"error":"Bad Request","statusCode":400}""", answer!.ToJsonString());
    }

    private async Task<string> StoreAsync(string type, string key, string? label)
    {
        var body = new JsonObject { ["type"] = type, ["key"] = key };
        if (label is not null)
            body["label"] = label;
        return (string)(await _server.GetAsync("POST", "/api/credentials", body.ToJsonString()))["credential"]!["id"]!;
    }

    private async Task<string?> LastUseAsync() => (string?)(await _server.GetAsync("GET", "/api/credentials"))["credentials"]![0]!["lastUsedAt"];

    private async Task<(HttpStatusCode Status, string? Error)> TryAsync(string credentialId)
    {
        var (status, answer) = await _server.SendAsync("POST", "/api/sessions", new { agent = "helper", credentialId });
        return (status, (string?)answer!["error"]);
    }
}
