using Ash.Emulation.Agents;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Evaluation;

/// <summary>Starts runs, shows them, and compares two.</summary>
internal sealed class EvalRunRoutes(AgentStore agents, AgentVersionStore versions, EvalStore store, EvalRunner runner, TimeProvider clock)
{
    private const string Runs = "/api/agents/{name}/eval-runs";

    public IEnumerable<Route> All() =>
    [
        // Before the route with an id, which would take the word for one.
        new("GET", Runs + "/compare", Compare),
        new("POST", Runs, Start),
        new("GET", Runs, List),
        new("GET", Runs + "/{id}", Get) { IdIsUuid = true },
    ];

    private HttpReply Start(RouteRequest request)
    {
        var body = request.Body();
        var number = (int?)body.OptionalNumber("versionNumber", minimum: int.MinValue, maximum: int.MaxValue, integer: true);
        var categories = body.OptionalTexts("categories");
        var tags = body.OptionalTexts("tags");
        var agent = agents.Get(request.AgentName);
        if (number is not null && !versions.List(agent.Name).Any(version => version.Number == number))
            throw new RequestRefusedException(404, $"Agent version {number} not found");

        var cases = store.CasesOf(agent.Name)
            .Where(one => one.IsActive)
            .Where(one => categories is null or { Count: 0 } || categories.Contains(one.Category))
            .Where(one => tags is null or { Count: 0 } || one.Tags?.Any(tags.Contains) == true)
            .ToList();
        var now = clock.GetUtcNow();
        var run = new EvalRun(Guid.NewGuid().ToString(), agent.Name, number, cases.Count, now);
        foreach (var one in cases)
            store.Results.Add(_ => new EvalResult(Guid.NewGuid().ToString(), run.Id, one.Id, now));
        store.Runs.Add(_ => run);
        runner.Wake();
        // However fast it runs, it is shown as it was when it was made.
        return Show(run, 201);
    }

    private HttpReply List(RouteRequest request)
    {
        var agent = agents.Get(request.AgentName);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("runs");
            foreach (var run in store.RunsOf(agent.Name))
                run.WriteTo(json);
            json.WriteEndArray();
        }));
    }

    private HttpReply Get(RouteRequest request) => Show(Find(agents.Get(request.AgentName), request.Id, "Eval run"));

    private HttpReply Compare(RouteRequest request)
    {
        string[] names = ["runA", "runB"];
        if (Array.Find(names, name => request.Query(name) is null) is { } missing)
            throw InvalidRequestException.Validation($"querystring must have required property '{missing}'");
        var ids = names.Select(name => request.QueryUuid(name)!).ToList();
        var agent = agents.Get(request.AgentName);
        var first = Find(agent, ids[0], "Eval run A");
        var second = Find(agent, ids[1], "Eval run B");
        var before = store.ResultsOf(first.Id).ToDictionary(result => result.CaseId);
        var after = store.ResultsOf(second.Id).ToDictionary(result => result.CaseId);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartObject("comparison");
            json.WritePropertyName("runA");
            first.WriteTo(json);
            json.WritePropertyName("runB");
            second.WriteTo(json);
            json.WriteStartArray("results");
            foreach (var id in before.Keys.Union(after.Keys))
            {
                json.WriteStartObject();
                json.WriteString("caseId", id);
                json.WriteString("question", store.Cases.Find(id)?.Question ?? "");
                WriteResult("resultA", before.GetValueOrDefault(id));
                WriteResult("resultB", after.GetValueOrDefault(id));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();

            void WriteResult(string name, EvalResult? result)
            {
                json.WritePropertyName(name);
                if (result is null)
                    json.WriteNullValue();
                else
                    result.WriteTo(json);
            }
        }));
    }

    private EvalRun Find(Agent agent, string id, string what) =>
        store.Runs.Find(id) is { } run && run.AgentName == agent.Name ? run : throw new RequestRefusedException(404, $"{what} not found");

    private static HttpReply Show(EvalRun run, int status = 200) => HttpReply.Json(status, JsonBytes.Object(json =>
    {
        json.WritePropertyName("run");
        run.WriteTo(json);
    }));
}
