using System.Globalization;
using System.Text;
using Ash.Emulation.Http;
using Ash.Emulation.Routing;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Connection;

/// <summary>What the server tells Prometheus. Unlike its health, that takes a key.</summary>
internal sealed class MetricsRoute(SessionStore sessions, SandboxPool sandboxes, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();

    public IEnumerable<Route> All() => [new("GET", "/metrics", Get)];

    private HttpReply Get(RouteRequest request)
    {
        var (total, running) = sandboxes.Count();
        var active = sessions.List().Count(session => session.Status == SessionStatus.Active);
        var blocks = new List<string>();
        Add("ash_up", "gauge", "Whether the Ash server is up (always 1 if reachable).", ("{coordinator=\"emulator\"}", 1));
        Add("ash_uptime_seconds", "gauge", "Seconds since server start.", ("", (long)clock.GetElapsedTime(_started).TotalSeconds));
        Add("ash_active_sessions", "gauge", "Number of active sessions.", ("", active));
        Add("ash_active_sandboxes", "gauge", "Number of live sandbox processes.", ("", total));
        Add(
            "ash_pool_sandboxes", "gauge", "Sandbox count by state.",
            ("{state=\"cold\"}", 0), ("{state=\"warming\"}", 0), ("{state=\"warm\"}", 0),
            ("{state=\"waiting\"}", total - running), ("{state=\"running\"}", running));
        Add("ash_pool_max_capacity", "gauge", "Maximum sandbox capacity.", ("", sandboxes.Capacity));
        Add(
            "ash_resume_total", "counter", "Total session resumes by path (warm=sandbox alive, cold=new sandbox).",
            ("{path=\"warm\"}", sandboxes.WarmResumes), ("{path=\"cold\"}", sandboxes.ColdResumes), ("{path=\"prewarm\"}", 0));
        Add(
            "ash_resume_cold_total", "counter", "Cold resume breakdown by workspace source.",
            ("{source=\"local\"}", sandboxes.LocalResumes), ("{source=\"cloud\"}", 0), ("{source=\"fresh\"}", sandboxes.FreshResumes));
        return new HttpReply(200)
        {
            Body = Encoding.UTF8.GetBytes(string.Join('\n', blocks)),
            Headers = { ("content-type", "text/plain; version=0.0.4; charset=utf-8") },
        };

        void Add(string name, string type, string help, params (string Labels, long Value)[] samples)
        {
            var lines = string.Concat(samples.Select(sample => string.Create(CultureInfo.InvariantCulture, $"{name}{sample.Labels} {sample.Value}\n")));
            blocks.Add($"# HELP {name} {help}\n# TYPE {name} {type}\n{lines}");
        }
    }
}
