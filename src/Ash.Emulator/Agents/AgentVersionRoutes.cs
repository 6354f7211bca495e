using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Agents;

/// <summary>The versions of an agent.</summary>
internal sealed class AgentVersionRoutes(AgentStore agents, AgentVersionStore versions, TimeProvider clock)
{
    private const string OneVersion = "/api/agents/{name}/versions/{versionNumber}";

    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/agents/{name}/versions", List),
        new("POST", "/api/agents/{name}/versions", Create) { Declares = [400, 404] },
        new("GET", OneVersion, Get),
        new("PATCH", OneVersion, Update),
        new("DELETE", OneVersion, Delete),
        new("POST", OneVersion + "/activate", Activate),
    ];

    private HttpReply List(RouteRequest request)
    {
        var agent = agents.Get(request.AgentName);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("versions");
            foreach (var version in versions.List(agent.Name))
                version.WriteTo(json);
            json.WriteEndArray();
        }));
    }

    private HttpReply Create(RouteRequest request)
    {
        var body = request.Body();
        var fields = VersionFields.Read(body);
        var cloneFrom = body.OptionalText("cloneFrom");
        var agent = agents.Get(request.AgentName);
        var source = cloneFrom is null ? null : versions.Find(agent.Name, cloneFrom)
            ?? throw new RequestRefusedException(400, $"Source version {cloneFrom} not found");
        var version = versions.Add(agent.Name, number => new AgentVersion(Guid.NewGuid().ToString(), agent.Name, number, clock.GetUtcNow())
        {
            Name = fields.Name ?? $"v{number}",
            SystemPrompt = fields.SystemPrompt ?? source?.SystemPrompt,
            ReleaseNotes = fields.ReleaseNotes,
            KnowledgeFiles = fields.KnowledgeFiles ?? source?.KnowledgeFiles,
        });
        return Show(version, 201);
    }

    private HttpReply Get(RouteRequest request) => Show(Find(request));

    private HttpReply Update(RouteRequest request)
    {
        var fields = VersionFields.Read(request.Body());
        var changed = versions.Replace(Find(request).Id, version => version with
        {
            Name = fields.Name ?? version.Name,
            SystemPrompt = fields.SystemPrompt ?? version.SystemPrompt,
            ReleaseNotes = fields.ReleaseNotes ?? version.ReleaseNotes,
            KnowledgeFiles = fields.KnowledgeFiles ?? version.KnowledgeFiles,
            UpdatedAt = clock.GetUtcNow(),
        });
        return Show(changed ?? throw NotFound());
    }

    private HttpReply Delete(RouteRequest request)
    {
        versions.Remove(Find(request).Id);
        return new HttpReply(204);
    }

    private HttpReply Activate(RouteRequest request)
    {
        var version = Find(request);
        var now = clock.GetUtcNow();
        versions.Activate(version, now);
        agents.Get(request.AgentName).UpdatedAt = now;
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteBoolean("activated", true);
            json.WriteNumber("versionNumber", version.Number);
        }));
    }

    private AgentVersion Find(RouteRequest request) =>
        versions.Find(agents.Get(request.AgentName).Name, request.VersionNumber) ?? throw NotFound();

    private static RequestRefusedException NotFound() => new(404, "Version not found");

    private static HttpReply Show(AgentVersion version, int status = 200) => HttpReply.Json(status, JsonBytes.Object(json =>
    {
        json.WritePropertyName("version");
        version.WriteTo(json);
    }));

    private sealed record VersionFields(string? Name, string? SystemPrompt, string? ReleaseNotes, IReadOnlyList<string>? KnowledgeFiles)
    {
        public static VersionFields Read(RequestFields body) => new(
            body.OptionalText("name", maxLength: 255),
            body.OptionalText("systemPrompt", maxLength: 1_000_000),
            body.OptionalText("releaseNotes", maxLength: 10_000),
            body.OptionalTexts("knowledgeFiles"));
    }
}
