using System.Text.Json;
using Ash.Emulation.Agents;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Usage;

/// <summary>Lists what was counted and sums it up.</summary>
internal sealed class UsageRoutes(UsageStore usage, AgentStore agents, SessionStore sessions)
{
    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/usage", List),
        new("GET", "/api/usage/stats", GetTotals),
        new("GET", "/api/analytics", GetAnalytics),
    ];

    private HttpReply List(RouteRequest request)
    {
        var filter = UsageFilter.Read(request);
        var limit = request.QueryNumber("limit", fallback: 100, minimum: 1, maximum: 1000);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("events");
            foreach (var entry in usage.List(filter).Take(limit))
                entry.WriteTo(json);
            json.WriteEndArray();
        }));
    }

    private HttpReply GetTotals(RouteRequest request)
    {
        var filter = UsageFilter.Read(request);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WritePropertyName("stats");
            WriteTotals(json, filter);
        }));
    }

    private HttpReply GetAnalytics(RouteRequest request)
    {
        var filter = new UsageFilter(null, null, request.QueryTime("after"), request.QueryTime("before"));
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartObject("agents");
            json.WriteNumber("total", agents.List().Count);
            json.WriteEndObject();
            var all = sessions.List();
            json.WriteStartObject("sessions");
            json.WriteNumber("total", all.Count);
            json.WriteStartObject("byStatus");
            foreach (var status in all.GroupBy(session => session.Status))
                json.WriteNumber(status.Key, status.Count());
            json.WriteEndObject();
            json.WriteEndObject();
            json.WritePropertyName("usage");
            WriteTotals(json, filter);
            json.WriteStartObject("evals");
            json.WriteNumber("totalRuns", 0);
            json.WriteStartObject("byStatus");
            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    private void WriteTotals(Utf8JsonWriter json, UsageFilter filter)
    {
        var totals = usage.List(filter).ToLookup(entry => entry.Type, entry => entry.Value);
        json.WriteStartObject();
        json.WriteNumber("totalInputTokens", totals["input_tokens"].Sum());
        json.WriteNumber("totalOutputTokens", totals["output_tokens"].Sum());
        json.WriteNumber("totalCacheCreationTokens", 0);
        json.WriteNumber("totalCacheReadTokens", 0);
        json.WriteNumber("totalToolCalls", 0);
        json.WriteNumber("totalMessages", totals["message"].Sum());
        json.WriteNumber("totalComputeSeconds", 0);
        json.WriteEndObject();
    }
}
