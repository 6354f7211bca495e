using System.Text;
using Ash.Emulation.Agents;
using Ash.Emulation.Credentials;
using Ash.Emulation.Files;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Sessions;

/// <summary>Creates sessions, shows them, and moves them from one state to the next.</summary>
internal sealed class SessionRoutes(
    AgentStore agents, AgentVersionStore versions, SessionStore sessions, CredentialStore credentials, SandboxPool pool,
    SessionSandboxes sandboxes, TimeProvider clock)
{
    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/sessions", Create) { Declares = [400, 404, 422, 500, 503], Limit = RateLimit.SessionCreates },
        new("GET", "/api/sessions", List),
        new("GET", "/api/sessions/{id}", Get),
        new("DELETE", "/api/sessions/{id}", End),
        new("PATCH", "/api/sessions/{id}/config", Configure),
        new("POST", "/api/sessions/{id}/pause", Pause) { Declares = [400, 404] },
        new("POST", "/api/sessions/{id}/resume", Resume) { Declares = [404, 410, 422, 500, 503] },
        new("POST", "/api/sessions/{id}/stop", Stop) { Declares = [400, 404] },
        new("POST", "/api/sessions/{id}/fork", Fork) { Declares = [404, 422, 500, 503] },
    ];

    private HttpReply Create(RouteRequest request)
    {
        var body = request.Body();
        var agentName = body.Text("agent", maxLength: 255, minLength: 1);
        var credentialId = body.OptionalText("credentialId", maxLength: 255);
        body.OptionalMap("extraEnv");
        var model = body.OptionalText("model", maxLength: 100);
        body.OptionalObjects("mcpServers");
        var systemPrompt = body.OptionalText("systemPrompt", maxLength: 1_000_000);
        var permissionMode = body.OptionalText("permissionMode", choices: ["bypassPermissions", "permissionsByAgent", "default"]);
        CheckConfig(body);

        var files = FilesOf(agents.Find(agentName), agentName);
        var now = clock.GetUtcNow();
        if (!string.IsNullOrEmpty(credentialId))
            credentials.Use(credentialId, now);

        var session = new Session
        {
            Id = Guid.NewGuid().ToString(),
            AgentName = agentName,
            CreatedAt = now,
            Model = model,
            PermissionMode = permissionMode ?? "bypassPermissions",
        };
        var workspace = files.Copy();
        if (string.IsNullOrEmpty(systemPrompt))
            systemPrompt = versions.ActivePrompt(agentName);
        if (!string.IsNullOrEmpty(systemPrompt))
            workspace.Write("CLAUDE.md", Encoding.UTF8.GetBytes(systemPrompt), now);
        sandboxes.Open(session, workspace);
        session.SetStatus(SessionStatus.Active, now);
        AddLifecycle(session, "created", ("agentName", agentName), ("model", model));
        sessions.Add(session);
        return Show(session, 201);
    }

    // Only the agent filters: the server does not know status, limit and offset, and ignores what it does not know.
    private HttpReply List(RouteRequest request) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        var agent = request.Query("agent");
        json.WriteStartArray("sessions");
        foreach (var session in sessions.List().Where(session => string.IsNullOrEmpty(agent) || session.AgentName == agent))
            session.WriteTo(json);
        json.WriteEndArray();
    }));

    private HttpReply Get(RouteRequest request) => Show(sessions.Get(request.SessionId));

    private HttpReply Configure(RouteRequest request)
    {
        var body = request.Body();
        var model = body.OptionalText("model", maxLength: 100);
        CheckConfig(body);
        var session = sessions.Get(request.SessionId);
        if (model is not null)
            session.Model = model;
        return Show(session);
    }

    private HttpReply Pause(RouteRequest request)
    {
        var session = sessions.Get(request.SessionId);
        lock (session)
        {
            Require(session, "pause", SessionStatus.Active);
            // The sandbox stays, and so does a turn that runs in it.
            return Change(session, SessionStatus.Paused, "paused");
        }
    }

    private HttpReply Stop(RouteRequest request)
    {
        var session = sessions.Get(request.SessionId);
        lock (session)
        {
            Require(session, "stop", SessionStatus.Active);
            sandboxes.Close(session);
            return Change(session, SessionStatus.Stopped, "stopped");
        }
    }

    private HttpReply End(RouteRequest request)
    {
        var session = sessions.Get(request.SessionId);
        lock (session)
        {
            sandboxes.Close(session);
            return Change(session, SessionStatus.Ended, "ended");
        }
    }

    private HttpReply Resume(RouteRequest request)
    {
        var session = sessions.Get(request.SessionId);
        lock (session)
        {
            if (session.Status == SessionStatus.Ended)
                throw new RequestRefusedException(410, "Session has ended — create a new session");
            // Active is believed, even where the sandbox has crashed and nobody noticed yet.
            if (session.Status == SessionStatus.Active)
                return Show(session);

            var files = FilesOf(agents.Find(session.AgentName), session.AgentName);
            if (session.Sandbox is { IsAlive: true })
            {
                pool.CountResume("warm");
                return Change(session, SessionStatus.Active, "resumed", ("path", "warm"));
            }

            session.LeaveSandbox(clock.GetUtcNow());
            var source = session.Snapshot is null ? "fresh" : "local";
            pool.CountResume(source);
            sandboxes.Open(session, session.Snapshot?.Copy() ?? files.Copy());
            return Change(session, SessionStatus.Active, "resumed", ("path", "cold"), ("source", source));
        }
    }

    private HttpReply Fork(RouteRequest request)
    {
        var parent = sessions.Get(request.SessionId);
        var files = FilesOf(agents.Find(parent.AgentName), parent.AgentName);
        var now = clock.GetUtcNow();
        var fork = new Session
        {
            Id = Guid.NewGuid().ToString(),
            AgentName = parent.AgentName,
            CreatedAt = now,
            ParentSessionId = parent.Id,
            Model = parent.Model,
            PermissionMode = parent.PermissionMode,
        };
        // The messages come along, the workspace does not: the fork begins with the agent's own files.
        sandboxes.Open(fork, files.Copy());
        fork.CopyMessagesFrom(parent);
        fork.SetStatus(SessionStatus.Paused, now);
        AddLifecycle(fork, "forked", ("parentSessionId", parent.Id));
        sessions.Add(fork);
        return Show(fork, 201);
    }

    private static void CheckConfig(RequestFields body)
    {
        body.OptionalTexts("allowedTools");
        body.OptionalTexts("disallowedTools");
        body.OptionalTexts("betas");
        body.OptionalObject("subagents");
        body.OptionalText("initialAgent");
    }

    private static FileTree FilesOf(Agent? agent, string name) =>
        (agent ?? throw new RequestRefusedException(404, $"Agent \"{name}\" not found")).OpenFiles()
        ?? throw new RequestRefusedException(
            422, $"Agent directory not found at \"{agent.Path}\". The agent \"{name}\" may need to be re-deployed.");

    private static void Require(Session session, string action, string status)
    {
        if (session.Status != status)
            throw new RequestRefusedException(400, $"Cannot {action} session with status \"{session.Status}\"");
    }

    private HttpReply Change(Session session, string status, string action, params (string Name, string? Value)[] details)
    {
        var before = session.LastActiveAt;
        session.SetStatus(status, clock.GetUtcNow());
        AddLifecycle(session, action, details);
        return Show(session, 200, before);
    }

    private void AddLifecycle(Session session, string action, params (string Name, string? Value)[] details)
    {
        var data = JsonBytes.Object(json =>
        {
            json.WriteString("action", action);
            foreach (var (name, value) in details.Where(detail => detail.Value is not null))
                json.WriteString(name, value);
        });
        session.AddEvent("lifecycle", Encoding.UTF8.GetString(data), clock.GetUtcNow());
    }

    private static HttpReply Show(Session session, int status = 200, DateTimeOffset? lastActiveAt = null) =>
        HttpReply.Json(status, JsonBytes.Object(json =>
        {
            json.WritePropertyName("session");
            session.WriteTo(json, lastActiveAt);
        }));
}
