using System.Net;

namespace Ash.Emulation.Tests.Connection;

public class RateLimitTests
{
    [Fact]
    public async Task The_twenty_first_deploy_in_a_quarter_of_an_hour_is_refused()
    {
        var clock = new ManualClock();
        using var server = new AshServer(new AshEmulatorOptions { EnforceRateLimits = true, Clock = clock });
        for (var count = 0; count < 20; count++)
            await server.GetAsync("POST", "/api/agents", new { name = "a" });
        clock.Advance(TimeSpan.FromSeconds(10));

        using var content = new StringContent("""{"name":"a"}""", System.Text.Encoding.UTF8, "application/json");
        using var refused = await server.Http.PostAsync(new Uri(server.Emulator.Uri, "/api/agents"), content, AshServer.Soon);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(890), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("20", Assert.Single(refused.Headers.GetValues("x-ratelimit-limit")));
        Assert.Equal(
            """{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded, retry in 15 minutes"}""",
            await refused.Content.ReadAsStringAsync(AshServer.Soon));
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("GET", "/health")).Status);

        clock.Advance(TimeSpan.FromSeconds(890));
        await server.GetAsync("POST", "/api/agents", new { name = "a" });
    }

    [Fact]
    public async Task Everything_else_shares_one_limit()
    {
        using var server = new AshServer(new AshEmulatorOptions { EnforceRateLimits = true, Clock = new ManualClock() });
        for (var count = 0; count < 1500; count++)
            await server.GetAsync("GET", "/health");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.SendAsync("GET", "/api/agents")).Status);
    }
}
