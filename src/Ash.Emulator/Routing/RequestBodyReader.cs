using System.Text.Json;
using Ash.Emulation.Http;

namespace Ash.Emulation.Routing;

/// <summary>Reads a body as the server's content type rules have it.</summary>
internal static class RequestBodyReader
{
    public static void CheckMediaType(RequestHead request)
    {
        if (request.Method is not ("GET" or "HEAD") && request.HasBody && MediaType(request) is not ("application/json" or "text/plain"))
            throw new InvalidRequestException(415, "FST_ERR_CTP_INVALID_MEDIA_TYPE", "Unsupported Media Type");
    }

    /// <summary>The bytes of the body.</summary>
    public static async Task<byte[]> ReadAsync(HttpExchange exchange, Route? route)
    {
        return await exchange.ReadBodyAsync(route?.BodyLimit ?? Route.DefaultBodyLimit).ConfigureAwait(false)
            ?? throw new InvalidRequestException(413, "FST_ERR_CTP_BODY_TOO_LARGE", "Request body is too large") { Closes = true };
    }

    /// <summary>The body's JSON, or null where there is none.</summary>
    public static JsonElement? Parse(RequestHead request, byte[] body)
    {
        if (request.Method is "GET" or "HEAD" || MediaType(request) != "application/json")
            return null;
        if (body.Length == 0)
        {
            const string Empty = "Body cannot be empty when content-type is set to 'application/json'";
            throw new InvalidRequestException(400, "FST_ERR_CTP_EMPTY_JSON_BODY", Empty) { Closes = true };
        }

        try
        {
            var text = body.AsMemory(body.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0);
            using var document = JsonDocument.Parse(text);
            return ReachesPrototypes(document.RootElement) ? throw Invalid() : document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Invalid();
        }
    }

    private static InvalidRequestException Invalid() => new(
        400, "FST_ERR_CTP_INVALID_JSON_BODY", "Body is not valid JSON but content-type is set to 'application/json'") { Closes = true };

    /// <summary>Whether it would change objects of the server's own, which its reader refuses.</summary>
    private static bool ReachesPrototypes(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(ReachesPrototypes),
        JsonValueKind.Object => value.EnumerateObject().Any(property =>
            property.NameEquals("__proto__")
            || (property.NameEquals("constructor") && property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("prototype", out _))
            || ReachesPrototypes(property.Value)),
        _ => false,
    };

    private static string MediaType(RequestHead request) =>
        (request.Header("content-type") ?? "").Split(';')[0].Trim().ToLowerInvariant();
}
