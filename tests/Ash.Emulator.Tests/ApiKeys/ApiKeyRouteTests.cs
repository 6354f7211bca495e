using System.Net;
using System.Text.Json;

namespace Ash.Emulation.Tests.ApiKeys;

public sealed class ApiKeyRouteTests : IDisposable
{
    private const string Key = "ash_0123456789";

    private readonly ManualClock _clock = new();
    private readonly AshServer _server;

    public ApiKeyRouteTests()
    {
        _server = new AshServer(new AshEmulatorOptions { ApiKey = Key, Clock = _clock });
        Bring(Key);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_key_opens_the_server_until_it_is_deleted()
    {
        var (id, key) = await MakeAsync(new { label = "ci" });
        Assert.Matches("^ash_[A-Za-z0-9_-]{32}$", key);

        Bring(key);
        Assert.Equal(HttpStatusCode.OK, (await _server.SendAsync("GET", "/api/agents")).Status);
        Bring(key[..^1]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.SendAsync("GET", "/api/agents")).Status);
        Bring(Key);
        Assert.Equal((HttpStatusCode.NoContent, null), await _server.SendAsync("DELETE", $"/api/api-keys/{id}"));
        Bring(key);
        var (status, body) = await _server.SendAsync("GET", "/api/agents");
        Assert.Equal((HttpStatusCode.Unauthorized, "Invalid API key"), (status, (string?)body!["error"]));
        Bring(Key);
        Assert.Equal("""{"error":"API key not found"}""", (await _server.SendAsync("DELETE", $"/api/api-keys/{id}")).Body!.ToJsonString());
    }

    [Fact]
    public async Task Keys_are_listed_without_what_they_are()
    {
        var (first, one) = await MakeAsync(new { label = "ci" });
        _clock.Advance(TimeSpan.FromSeconds(1));
        var (second, two) = await MakeAsync(null);

        var list = await _server.GetAsync("GET", "/api/api-keys");
        Assert.Equal(
            $$"""{"keys":[{"id":"env","label":"ASH_API_KEY (environment variable)","keyPrefix":"ash_0123••••","createdAt":""},{"id":"{{second}}","label":"dashboard-key","keyPrefix":"••••••••","createdAt":"2026-01-02T03:04:06.000Z"},{"id":"{{first}}","label":"ci","keyPrefix":"••••••••","createdAt":"2026-01-02T03:04:05.000Z"}]}""",
            list.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.All(new[] { one, two }, key => Assert.DoesNotContain(key, JsonSerializer.Serialize(_server.Emulator.Requests), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await _server.SendAsync("DELETE", "/api/api-keys/env")).Status);
    }

    [Fact]
    public async Task A_server_without_a_key_stays_open()
    {
        using var server = new AshServer();
        await server.GetAsync("POST", "/api/api-keys", new { label = "" });

        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("GET", "/api/agents")).Status);
        var only = Assert.Single((await server.GetAsync("GET", "/api/api-keys"))["keys"]!.AsArray())!;
        Assert.Equal("dashboard-key", (string?)only["label"]);
    }

    private void Bring(string key) => _server.Http.DefaultRequestHeaders.Authorization = new("Bearer", key);

    private async Task<(string Id, string Key)> MakeAsync(object? body)
    {
        var made = await _server.GetAsync("POST", "/api/api-keys", body);
        return ((string)made["id"]!, (string)made["key"]!);
    }
}
