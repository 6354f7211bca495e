using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Connection;

/// <summary>How the server is.</summary>
internal sealed class HealthRoute(SessionStore sessions, SandboxPool sandboxes, string version, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    public IEnumerable<Route> All() => [new("GET", "/health", Get)];

    private HttpReply Get(RouteRequest request)
    {
        var (total, running) = sandboxes.Count();
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteString("status", "ok");
            json.WriteNumber("activeSessions", sessions.List().Count(session => session.Status == SessionStatus.Active));
            json.WriteNumber("activeSandboxes", total);
            json.WriteNumber("uptime", (long)clock.GetElapsedTime(_started).TotalSeconds);
            json.WriteStartObject("pool");
            json.WriteNumber("total", total);
            json.WriteNumber("cold", 0);
            json.WriteNumber("warming", 0);
            json.WriteNumber("warm", 0);
            json.WriteNumber("waiting", total - running);
            json.WriteNumber("running", running);
            json.WriteNumber("maxCapacity", sandboxes.Capacity);
            json.WriteNumber("resumeWarmHits", sandboxes.WarmResumes);
            json.WriteNumber("resumeColdHits", sandboxes.ColdResumes);
            json.WriteNumber("preWarmHits", 0);
            json.WriteEndObject();
            json.WriteString("version", version);
            json.WriteString("coordinatorId", "emulator");
            json.WriteNumber("remoteRunners", 0);
        }));
    }
}
