using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Recordings;

/// <summary>The names in their order and the kinds of the values; of an error every word.</summary>
public static class JsonShape
{
    private static readonly string[] Exact =
        ["error", "message", "statusCode", "code", "status", "type", "subtype", "role", "source", "action", "is_error"];

    private static readonly string[] NestedJson = ["content", "data"];

    public static string Of(JsonNode? node, string name = "") => node switch
    {
        null => "null",
        JsonObject map => "{" + string.Join(",", map.Select(field => $"{field.Key}:{Of(field.Value, field.Key)}")) + "}",
        JsonArray list => "[" + string.Join("|", list.Select(item => Of(item)).Distinct()) + "]",
        JsonValue value when Exact.Contains(name) => value.ToJsonString(),
        JsonValue value when NestedJson.Contains(name) && Parse(value) is { } nested => $"<{Of(nested)}>",
        JsonValue value => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? "bool" : value.GetValueKind().ToString(),
        _ => throw new NotSupportedException(),
    };

    private static JsonNode? Parse(JsonValue value)
    {
        try
        {
            return value.TryGetValue<string>(out var text) && text.StartsWith('{') ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
