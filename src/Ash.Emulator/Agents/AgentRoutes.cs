using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ash.Emulation.Files;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Agents;

/// <summary>Deploys, shows, changes and deletes agents.</summary>
internal sealed partial class AgentRoutes(AgentStore agents, SessionStore sessions, TimeProvider clock)
{
    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/agents", Deploy) { Declares = [400], Limit = RateLimit.Deploys },
        new("GET", "/api/agents", List),
        new("GET", "/api/agents/{name}", Get),
        new("DELETE", "/api/agents/{name}", Delete),
        new("PATCH", "/api/agents/{name}", Update),
        new("GET", "/api/agents/{name}/config", GetConfig),
        new("PATCH", "/api/agents/{name}/config", UpdateConfig),
    ];

    [GeneratedRegex(@"^[a-zA-Z0-9_-]+\z")]
    private static partial Regex NamePattern();

    private HttpReply Deploy(RouteRequest request)
    {
        var body = request.Body();
        var name = body.Text("name", maxLength: 255, minLength: 1);
        if (!NamePattern().IsMatch(name))
            throw body.Invalid("name", "must match pattern \"^[a-zA-Z0-9_-]+$\"");
        var path = body.OptionalText("path", maxLength: 4096);
        var systemPrompt = body.OptionalText("systemPrompt", maxLength: 1_000_000);
        var files = UploadedFile.ReadAll(body, required: false);
        var env = body.OptionalMap("env");

        // A relative path is joined to the server's own data folder, where nothing can be on an emulator.
        if (!string.IsNullOrEmpty(path) && !(Path.IsPathFullyQualified(path) && File.Exists(Path.Combine(path, "CLAUDE.md"))))
            throw new RequestRefusedException(400, "Agent directory must contain CLAUDE.md");

        var now = clock.GetUtcNow();
        var agent = agents.Deploy(name, now, agent =>
        {
            if (string.IsNullOrEmpty(path))
                WriteFiles(agent, files, systemPrompt, now);
            else
                agent.UseFolder(path);
            if (env is not null)
                agent.EnvNames = [.. env.Keys];
        });

        // The answer to a redeploy gives the moment of the redeploy as createdAt; every later answer gives the first one.
        // Likewise it shows only the env that came with it, not one that stays from before.
        return HttpReply.Json(201, JsonBytes.Object(json =>
        {
            json.WritePropertyName("agent");
            agent.WriteTo(json, createdAt: now, withEnv: env is not null);
        }));
    }

    private static void WriteFiles(Agent agent, IReadOnlyList<UploadedFile> files, string? systemPrompt, DateTimeOffset now)
    {
        // What an earlier deploy uploaded stays: the server writes over its folder and never empties it.
        var tree = agent.UseManagedFiles();
        foreach (var file in files.Where(file => !FileReplies.Escapes(file.Path)))
            tree.Write(file.Path, file.Bytes, now);
        if (!files.Any(file => file.Path == "CLAUDE.md"))
            tree.Write("CLAUDE.md", Encoding.UTF8.GetBytes(string.IsNullOrEmpty(systemPrompt) ? $"# {agent.Name}\n" : systemPrompt), now);
    }

    private HttpReply List(RouteRequest request) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WriteStartArray("agents");
        foreach (var agent in agents.List())
            agent.WriteTo(json);
        json.WriteEndArray();
    }));

    private HttpReply Get(RouteRequest request) => Show(agents.Get(request.AgentName));

    private HttpReply Delete(RouteRequest request)
    {
        sessions.DeleteOf(request.AgentName);
        if (!agents.Delete(request.AgentName))
            throw new RequestRefusedException(404, "Agent not found");
        return HttpReply.Json(200, JsonBytes.Object(json => json.WriteBoolean("ok", true)));
    }

    private HttpReply Update(RouteRequest request)
    {
        var body = request.Body();
        var env = body.OptionalMap("env");
        var config = body.OptionalObject("config");
        var agent = agents.Get(request.AgentName);
        if (env is not null)
            agent.EnvNames = [.. env.Keys];
        if (config is not null)
            agent.Config = Merge(agent.Config, config);
        agent.UpdatedAt = clock.GetUtcNow();
        return Show(agent);
    }

    private HttpReply GetConfig(RouteRequest request) => ShowConfig(agents.Get(request.AgentName));

    private HttpReply UpdateConfig(RouteRequest request)
    {
        var changes = request.Body().AsObject();
        var agent = agents.Get(request.AgentName);
        agent.Config = Merge(agent.Config, changes);
        if (changes.Count > 0)
            agent.UpdatedAt = clock.GetUtcNow();
        return ShowConfig(agent);
    }

    private static JsonObject Merge(JsonObject config, JsonObject changes)
    {
        var merged = config.DeepClone().AsObject();
        foreach (var (name, value) in changes)
            merged[name] = value?.DeepClone();
        return merged;
    }

    private static HttpReply Show(Agent agent) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WritePropertyName("agent");
        agent.WriteTo(json);
    }));

    private static HttpReply ShowConfig(Agent agent) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WritePropertyName("config");
        agent.Config.WriteTo(json);
    }));
}
