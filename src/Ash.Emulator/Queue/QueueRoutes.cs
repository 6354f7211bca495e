using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Queue;

/// <summary>Puts items in the queue, shows them, and takes them back.</summary>
internal sealed class QueueRoutes(QueueStore items, QueueProcessor processor)
{
    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/queue", Add) { Declares = [400] },
        new("GET", "/api/queue", List),
        new("GET", "/api/queue/stats", Count),
        new("GET", "/api/queue/{id}", Get) { IdIsUuid = true },
        new("DELETE", "/api/queue/{id}", Cancel) { IdIsUuid = true, Declares = [400, 404] },
    ];

    private HttpReply Add(RouteRequest request)
    {
        var body = request.Body();
        var agentName = body.Text("agentName");
        var prompt = body.Text("prompt", minLength: 1);
        var sessionId = body.OptionalText("sessionId");
        if (sessionId is not null && !Guid.TryParseExact(sessionId, "D", out _))
            throw body.Invalid("sessionId", "must match format \"uuid\"");
        var priority = (int?)body.OptionalNumber("priority", minimum: 0, integer: true) ?? 0;
        var maxRetries = (int?)body.OptionalNumber("maxRetries", minimum: 0, integer: true) ?? 3;
        // Neither the agent nor the session is looked for before the item's turn has come.
        var item = items.Add(agentName, prompt, sessionId, priority, maxRetries);
        processor.Wake();
        return Show(item, 201);
    }

    private HttpReply List(RouteRequest request)
    {
        var status = request.QueryChoice("status", [.. QueueItemStatus.All]);
        var limit = request.QueryNumber("limit", fallback: 50, minimum: 1, maximum: 500);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("items");
            foreach (var item in items.List().Where(item => status is null || item.Status == status).Take(limit))
                item.WriteTo(json);
            json.WriteEndArray();
        }));
    }

    private HttpReply Count(RouteRequest request) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        var all = items.List();
        json.WriteStartObject("stats");
        foreach (var status in QueueItemStatus.All)
            json.WriteNumber(status, all.Count(item => item.Status == status));
        json.WriteEndObject();
    }));

    private HttpReply Get(RouteRequest request) => Show(items.Get(request.Id));

    private HttpReply Cancel(RouteRequest request) => Show(items.Cancel(request.Id));

    private static HttpReply Show(QueueItem item, int status = 200) => HttpReply.Json(status, JsonBytes.Object(json =>
    {
        json.WritePropertyName("item");
        item.WriteTo(json);
    }));
}
