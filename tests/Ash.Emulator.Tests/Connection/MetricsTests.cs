using System.Net;

namespace Ash.Emulation.Tests.Connection;

public class MetricsTests
{
    [Fact]
    public async Task The_numbers_are_those_of_the_server_and_take_a_key()
    {
        using var server = new AshServer(new AshEmulatorOptions { ApiKey = "right", SandboxCapacity = 7, Clock = new ManualClock() });
        using var refused = await server.Http.GetAsync(new Uri(server.Emulator.Uri, "/metrics"), AshServer.Soon);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", "right");
        var session = await server.NewSessionAsync();
        await server.NewSessionAsync();
        foreach (var action in new[] { "pause", "resume", "stop", "resume" })
            await server.GetAsync("POST", $"/api/sessions/{session}/{action}");
        using var answer = await server.Http.GetAsync(new Uri(server.Emulator.Uri, "/metrics"), AshServer.Soon);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("""
            # HELP ash_up Whether the Ash server is up (always 1 if reachable).
            # TYPE ash_up gauge
            ash_up{coordinator="emulator"} 1

            # HELP ash_uptime_seconds Seconds since server start.
            # TYPE ash_uptime_seconds gauge
            ash_uptime_seconds 0

            # HELP ash_active_sessions Number of active sessions.
            # TYPE ash_active_sessions gauge
            ash_active_sessions 2

            # HELP ash_active_sandboxes Number of live sandbox processes.
            # TYPE ash_active_sandboxes gauge
            ash_active_sandboxes 2

            # HELP ash_pool_sandboxes Sandbox count by state.
            # TYPE ash_pool_sandboxes gauge
            ash_pool_sandboxes{state="cold"} 0
            ash_pool_sandboxes{state="warming"} 0
            ash_pool_sandboxes{state="warm"} 0
            ash_pool_sandboxes{state="waiting"} 2
            ash_pool_sandboxes{state="running"} 0

            # HELP ash_pool_max_capacity Maximum sandbox capacity.
            # TYPE ash_pool_max_capacity gauge
            ash_pool_max_capacity 7

            # HELP ash_resume_total Total session resumes by path (warm=sandbox alive, cold=new sandbox).
            # TYPE ash_resume_total counter
            ash_resume_total{path="warm"} 1
            ash_resume_total{path="cold"} 1
            ash_resume_total{path="prewarm"} 0

            # HELP ash_resume_cold_total Cold resume breakdown by workspace source.
            # TYPE ash_resume_cold_total counter
            ash_resume_cold_total{source="local"} 1
            ash_resume_cold_total{source="cloud"} 0
            ash_resume_cold_total{source="fresh"} 0

            """.ReplaceLineEndings("\n"), await answer.Content.ReadAsStringAsync(AshServer.Soon));
    }
}
