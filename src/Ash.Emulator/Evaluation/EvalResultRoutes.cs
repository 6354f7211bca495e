using System.Text.Json;
using Ash.Emulation.Agents;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Evaluation;

/// <summary>Shows the results of a run, and takes what a person thinks of them.</summary>
internal sealed class EvalResultRoutes(AgentStore agents, EvalStore store)
{
    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/agents/{name}/eval-runs/{id}/results", List) { IdIsUuid = true },
        new("POST", "/api/agents/{name}/eval-runs/{id}/score", ScoreRun) { Declares = [400, 404], IdIsUuid = true },
        new("PATCH", "/api/agents/{name}/eval-results/{id}", Score) { IdIsUuid = true },
    ];

    private HttpReply List(RouteRequest request)
    {
        var run = FindRun(request);
        return HttpReply.Json(200, JsonBytes.Object(json => WriteAll(json, store.ResultsOf(run.Id))));
    }

    private HttpReply ScoreRun(RouteRequest request)
    {
        var body = request.Body();
        var one = body.OptionalText("resultId");
        if (one is not null && !Guid.TryParseExact(one, "D", out _))
            throw body.Invalid("resultId", "must match format \"uuid\"");
        var score = HumanScore.Read(body);
        var run = FindRun(request);
        score.RequireAny();
        if (one is not null && store.Results.Find(one)?.RunId != run.Id)
            throw new RequestRefusedException(404, "Eval result not found in this run");
        store.Results.Replace(result => result.RunId == run.Id && (one is null || result.Id == one), score.Of);
        var scored = store.ResultsOf(run.Id).Where(result => one is null || result.Id == one).ToList();
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteNumber("scored", scored.Count);
            WriteAll(json, scored);
        }));
    }

    private HttpReply Score(RouteRequest request)
    {
        var score = HumanScore.Read(request.Body());
        // That the result belongs to the agent is not looked at.
        agents.Get(request.AgentName);
        if (store.Results.Find(request.Id) is null)
            throw new RequestRefusedException(404, "Eval result not found");
        score.RequireAny();
        var scored = store.Results.Replace(request.Id, score.Of)!;
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WritePropertyName("result");
            scored.WriteTo(json);
        }));
    }

    private EvalRun FindRun(RouteRequest request)
    {
        var agent = agents.Get(request.AgentName);
        return store.Runs.Find(request.Id) is { } run && run.AgentName == agent.Name
            ? run
            : throw new RequestRefusedException(404, "Eval run not found");
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<EvalResult> results)
    {
        json.WriteStartArray("results");
        foreach (var result in results)
            result.WriteTo(json);
        json.WriteEndArray();
    }

    private sealed record HumanScore(double? Score, string? Notes)
    {
        public static HumanScore Read(RequestFields body) =>
            new(body.OptionalNumber("humanScore", minimum: 1, maximum: 5), body.OptionalText("humanNotes", maxLength: 10_000));

        public void RequireAny()
        {
            if (Score is null && Notes is null)
                throw new RequestRefusedException(400, "Provide humanScore and/or humanNotes");
        }

        public EvalResult Of(EvalResult result) =>
            result with { HumanScore = Score ?? result.HumanScore, HumanNotes = Notes ?? result.HumanNotes };
    }
}
