using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ash.Emulation.Http;
using Ash.Emulation.Json;

namespace Ash.Emulation.Requests;

/// <summary>Takes out of a request what nobody should find in the output of a test.</summary>
internal static class SecretMask
{
    private const string Mask = "***";
    private static readonly string[] Maps = ["env", "extraEnv", "headers"];

    public static IReadOnlyDictionary<string, string> Headers(IReadOnlyDictionary<string, string> headers)
    {
        var shown = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        if (shown.TryGetValue("authorization", out var value))
            shown["authorization"] = value.StartsWith("Bearer ", StringComparison.Ordinal) ? $"Bearer {Mask}" : Mask;
        return shown;
    }

    public static string Body(RequestHead request, byte[] body, int most)
    {
        // What is not shown is not even made text of: it may be two hundred megabytes of files.
        if (!CanHoldSecrets(request.Path))
            return Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, most)));
        try
        {
            if (JsonNode.Parse(body) is not JsonObject fields)
                return Mask;
            MaskMaps(fields);
            if (request.Path.StartsWith("/api/credentials", StringComparison.Ordinal) && fields.ContainsKey("key"))
                fields["key"] = Mask;
            return Encoding.UTF8.GetString(JsonBytes.Write(json => fields.WriteTo(json)));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Not to be read, or with a name twice, and so not to be masked in parts.
            return body.Length == 0 ? "" : Mask;
        }
    }

    private static bool CanHoldSecrets(string path) =>
        path == "/api/sessions" || path.StartsWith("/api/agents", StringComparison.Ordinal)
        || path.StartsWith("/api/credentials", StringComparison.Ordinal) || path.EndsWith("/config", StringComparison.Ordinal);

    private static void MaskMaps(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                MaskMaps(item);
        }

        if (node is not JsonObject fields)
            return;
        foreach (var (name, value) in fields.ToArray())
        {
            if (Maps.Contains(name))
                fields[name] = MaskValues(value);
            else
                MaskMaps(value);
        }
    }

    private static JsonNode? MaskValues(JsonNode? map)
    {
        if (map is not JsonObject values)
            return map is null ? null : Mask;
        var masked = new JsonObject();
        foreach (var (name, _) in values)
            masked[name] = Mask;
        return masked;
    }
}
