using Ash.Emulation.Connection;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.ApiKeys;

/// <summary>Makes, lists and deletes keys that open the server.</summary>
internal sealed class ApiKeyRoutes(ApiKeyStore keys, ApiKeyCheck check, TimeProvider clock)
{
    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/api-keys", List),
        new("POST", "/api/api-keys", Create),
        new("DELETE", "/api/api-keys/{id}", Delete),
    ];

    private HttpReply List(RouteRequest request) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WriteStartArray("keys");
        if (check.KeyPrefix is { } prefix)
            Write("env", "ASH_API_KEY (environment variable)", prefix + "••••", "");
        foreach (var key in keys.List())
            Write(key.Id, key.Label, "••••••••", JsonBytes.Time(key.CreatedAt));
        json.WriteEndArray();

        void Write(string id, string label, string shown, string createdAt)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("label", label);
            json.WriteString("keyPrefix", shown);
            json.WriteString("createdAt", createdAt);
            json.WriteEndObject();
        }
    }));

    // The route has no schema: a body that is none, or a label that is empty, is no label.
    private HttpReply Create(RouteRequest request)
    {
        var label = request.OptionalBody()?.OptionalText("label");
        var (record, key) = keys.Create(string.IsNullOrEmpty(label) ? "dashboard-key" : label, clock.GetUtcNow());
        return HttpReply.Json(201, JsonBytes.Object(json =>
        {
            json.WriteString("id", record.Id);
            json.WriteString("key", key);
        }));
    }

    private HttpReply Delete(RouteRequest request) => keys.Delete(request.Id)
        ? new HttpReply(204)
        : HttpReply.Json(404, JsonBytes.Object(json => json.WriteString("error", "API key not found")));
}
