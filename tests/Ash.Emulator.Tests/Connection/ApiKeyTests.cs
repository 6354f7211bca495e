using System.Net;

namespace Ash.Emulation.Tests.Connection;

public class ApiKeyTests
{
    private const string Key = "ash_0123456789";

    [Theory]
    [InlineData(null, "Missing Authorization header")]
    [InlineData("Basic eDp5", "Invalid Authorization header format")]
    [InlineData("bearer ash_0123456789", "Invalid Authorization header format")]
    [InlineData("Bearer other", "Invalid API key")]
    public async Task A_request_without_the_key_is_refused(string? header, string error)
    {
        using var server = new AshServer(new AshEmulatorOptions { ApiKey = Key });
        if (header is not null)
            server.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        foreach (var path in new[] { "/api/agents", "/api/nope" })
        {
            var (status, body) = await server.SendAsync("GET", path);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal(error, (string?)body!["error"]);
        }
    }

    [Fact]
    public async Task Health_is_public_and_the_key_opens_the_rest()
    {
        using var server = new AshServer(new AshEmulatorOptions { ApiKey = Key });
        Assert.True(server.Emulator.RequiresApiKey);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("GET", "/health")).Status);

        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("GET", "/api/agents")).Status);
    }

    [Fact]
    public void Options_do_not_tell_the_key() =>
        Assert.DoesNotContain(Key, new AshEmulatorOptions { ApiKey = Key }.ToString(), StringComparison.Ordinal);
}
