using Ash.Emulation.Agents;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Evaluation;

/// <summary>The cases that an agent is evaluated with.</summary>
internal sealed class EvalCaseRoutes(AgentStore agents, EvalStore store, TimeProvider clock)
{
    private const string Cases = "/api/agents/{name}/eval-cases";
    private const string OneCase = Cases + "/{id}";

    public IEnumerable<Route> All() =>
    [
        // Before the routes with an id, which would take these words for one.
        new("POST", Cases + "/import", Import),
        new("GET", Cases + "/export", Export),
        new("GET", Cases, List),
        new("POST", Cases, Create),
        new("GET", OneCase, Get) { IdIsUuid = true },
        new("PATCH", OneCase, Update) { IdIsUuid = true },
        new("DELETE", OneCase, Delete) { IdIsUuid = true },
    ];

    private HttpReply Import(RouteRequest request)
    {
        var body = request.Body();
        var cases = body.Objects("cases", required: true).Select(fields => NewCase(request, fields)).ToList();
        agents.Get(request.AgentName);
        foreach (var made in cases)
            store.Cases.Add(_ => made);
        return HttpReply.Json(200, JsonBytes.Object(json => json.WriteNumber("imported", cases.Count)));
    }

    private HttpReply Export(RouteRequest request) => ShowAll(store.CasesOf(agents.Get(request.AgentName).Name));

    private HttpReply List(RouteRequest request)
    {
        var category = request.Query("category");
        var isActive = request.QueryChoice("isActive", "true", "false");
        return ShowAll(store.CasesOf(agents.Get(request.AgentName).Name)
            .Where(one => string.IsNullOrEmpty(category) || one.Category == category)
            .Where(one => isActive is null || one.IsActive == (isActive == "true")));
    }

    private HttpReply Create(RouteRequest request)
    {
        var made = NewCase(request, request.Body());
        agents.Get(request.AgentName);
        return Show(store.Cases.Add(_ => made), 201);
    }

    private HttpReply Get(RouteRequest request) => Show(Find(request));

    private HttpReply Update(RouteRequest request)
    {
        var body = request.Body();
        // What is wrong with the body is said before there is a look for the case.
        NewCase(request, body, isNew: false);
        return Show(store.Cases.Replace(Find(request).Id, one => one.With(body, isNew: false, clock.GetUtcNow())) ?? throw NotFound());
    }

    private HttpReply Delete(RouteRequest request)
    {
        store.Cases.Remove(Find(request).Id);
        return new HttpReply(204);
    }

    private EvalCase NewCase(RouteRequest request, RequestFields body, bool isNew = true)
    {
        var now = clock.GetUtcNow();
        return new EvalCase(Guid.NewGuid().ToString(), request.AgentName, now).With(body, isNew, now);
    }

    private EvalCase Find(RouteRequest request)
    {
        var agent = agents.Get(request.AgentName);
        return store.Cases.Find(request.Id) is { } one && one.AgentName == agent.Name ? one : throw NotFound();
    }

    private static RequestRefusedException NotFound() => new(404, "Eval case not found");

    private static HttpReply Show(EvalCase one, int status = 200) => HttpReply.Json(status, JsonBytes.Object(json =>
    {
        json.WritePropertyName("case");
        one.WriteTo(json);
    }));

    private static HttpReply ShowAll(IEnumerable<EvalCase> cases) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WriteStartArray("cases");
        foreach (var one in cases)
            one.WriteTo(json);
        json.WriteEndArray();
    }));
}
