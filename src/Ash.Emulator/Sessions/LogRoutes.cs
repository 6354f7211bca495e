using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Sessions;

/// <summary>The log of a session's sandbox, which goes away with it.</summary>
internal sealed class LogRoutes(SessionStore sessions)
{
    public IEnumerable<Route> All() => [new("GET", "/api/sessions/{id}/logs", List)];

    private HttpReply List(RouteRequest request)
    {
        var after = request.QueryNumber("after", fallback: -1, minimum: -1);
        var session = sessions.Get(request.SessionId);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("logs");
            if (session.Sandbox is { IsAlive: true } sandbox)
            {
                foreach (var line in sandbox.Log().Where(line => line.Index > after))
                {
                    json.WriteStartObject();
                    json.WriteNumber("index", line.Index);
                    json.WriteString("level", line.Level);
                    json.WriteString("text", line.Text);
                    json.WriteTime("ts", line.Time);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteString("source", "sandbox");
        }));
    }
}
