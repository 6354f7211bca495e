using System.Text.Json;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Credentials;

/// <summary>Stores, lists and deletes credentials.</summary>
internal sealed class CredentialRoutes(CredentialStore credentials, TimeProvider clock)
{
    private static readonly string[] BedrockFields = ["accessKeyId", "secretAccessKey", "region"];

    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/credentials", Create) { Declares = [400, 500] },
        new("GET", "/api/credentials", List),
        new("DELETE", "/api/credentials/{id}", Delete),
    ];

    private HttpReply Create(RouteRequest request)
    {
        var body = request.Body();
        body.Require("type");
        var type = body.OptionalText("type", choices: ["anthropic", "openai", "bedrock", "custom"])!;
        var key = body.Text("key", minLength: 1);
        var label = body.OptionalText("label");
        if (!credentials.IsConfigured)
            throw new RequestRefusedException(500, "Credential storage not configured (ASH_CREDENTIAL_KEY not set)");
        var credential = new Credential
        {
            Id = Guid.NewGuid().ToString(),
            Type = type,
            Label = label ?? "",
            CreatedAt = clock.GetUtcNow(),
            Problem = type == "bedrock" ? ProblemOfBedrock(key) : null,
        };
        credentials.Add(credential);
        return HttpReply.Json(201, JsonBytes.Object(json =>
        {
            json.WritePropertyName("credential");
            credential.WriteTo(json, withLastUse: false);
        }));
    }

    private HttpReply List(RouteRequest request) => HttpReply.Json(200, JsonBytes.Object(json =>
    {
        json.WriteStartArray("credentials");
        foreach (var credential in credentials.List())
            credential.WriteTo(json);
        json.WriteEndArray();
    }));

    private HttpReply Delete(RouteRequest request) =>
        credentials.Delete(request.Id) ? new HttpReply(204) : throw new RequestRefusedException(404, "Credential not found");

    /// <summary>What a session is told that is made with it: the server stores whatever it is given.</summary>
    private static string? ProblemOfBedrock(string key)
    {
        try
        {
            using var document = JsonDocument.Parse(key);
            var isWhole = document.RootElement.ValueKind == JsonValueKind.Object
                && BedrockFields.All(name => document.RootElement.TryGetProperty(name, out var value)
                    && value is { ValueKind: JsonValueKind.String } && value.GetString() != "");
            return isWhole ? null : "Bedrock credential requires accessKeyId, secretAccessKey, and region";
        }
        catch (JsonException)
        {
            return "Bedrock credential must be a JSON object with accessKeyId, secretAccessKey, and region";
        }
    }
}
