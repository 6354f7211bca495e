using Ash.Emulation.Files;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Sessions;

/// <summary>A session's whole workspace as one tar.gz.</summary>
internal sealed class WorkspaceRoutes(SessionStore sessions)
{
    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/sessions/{id}/workspace", Get),
        new("POST", "/api/sessions/{id}/workspace", Put) { Declares = [400, 404], BodyLimit = 134 * 1024 * 1024 },
    ];

    private HttpReply Get(RouteRequest request)
    {
        var session = sessions.Get(request.SessionId);
        var (files, _) = session.OpenWorkspace()
            ?? throw new RequestRefusedException(404, "No workspace available for this session");
        return new HttpReply(200)
        {
            Body = WorkspaceBundle.Pack(files),
            Headers =
            {
                ("content-type", "application/gzip"),
                ("content-disposition", $"attachment; filename=\"{session.Id}.tar.gz\""),
            },
        };
    }

    private HttpReply Put(RouteRequest request)
    {
        var bundle = FileReplies.Decode(request.Body().Text("bundle"));
        var session = sessions.Get(request.SessionId);
        if (bundle.Length == 0)
            throw new RequestRefusedException(400, "Empty bundle");
        var isLive = session.Sandbox is { IsAlive: true };
        var files = session.OpenWorkspace()?.Files ?? (session.Snapshot = new FileTree());
        WorkspaceBundle.Unpack(bundle, files);
        var message = isLive ? "Workspace restored to live sandbox" : "Workspace saved as snapshot";
        return HttpReply.Json(200, JsonBytes.Object(json => json.WriteString("message", message)));
    }
}
