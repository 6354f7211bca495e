using System.Net;
using System.Reflection;
using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ash.Tests;

/// <summary>Compares an object with the JSON it was made from: nothing is lost, and nothing is made up.</summary>
internal static class JsonShape
{
    public static void AssertSame(JsonNode? json, object? value)
    {
        if (json is null)
        {
            Assert.Null(value);
            return;
        }
        JsonObject members = json.AsObject();
        Assert.NotNull(value);
        Dictionary<string, object?> properties = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .ToDictionary(NameOf, property => property.GetValue(value));
        foreach ((string name, JsonNode? member) in members)
        {
            Assert.True(properties.Remove(name, out object? held), $"{value.GetType().Name} has no place for {name}.");
            AssertMember(name, member, held);
        }
        foreach ((string name, object? held) in properties) Assert.True(held is null, $"{name} was not sent, and is {held}.");
    }

    private static void AssertMember(string name, JsonNode? member, object? held)
    {
        switch (held)
        {
            case null:
                // The server writes an empty text where it has no time.
                Assert.True(member is null || (member is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0), $"{name} is lost.");
                break;
            case string words:
                Assert.Equal(member!.GetValue<string>(), words);
                break;
            case int or long:
                Assert.Equal(member!.GetValue<long>(), Convert.ToInt64(held, null));
                break;
            case DateTime time:
                Assert.Equal(DateTimeKind.Local, time.Kind);
                Assert.Equal(member!.GetValue<string>(), time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null));
                break;
            case double number:
                Assert.Equal(member!.GetValue<double>(), number);
                break;
            case bool flag:
                Assert.Equal(member!.GetValue<bool>(), flag);
                break;
            case TimeSpan seconds:
                Assert.Equal(member!.GetValue<double>(), seconds.TotalSeconds);
                break;
            case SecureString secret:
                Assert.Equal(member!.GetValue<string>(), new NetworkCredential(null, secret).Password);
                break;
            case IReadOnlyDictionary<string, int> counts:
                Assert.Equal(member!.AsObject().ToDictionary(static p => p.Key, static p => p.Value!.GetValue<int>()), counts);
                break;
            case IReadOnlyDictionary<string, string> pairs:
                Assert.Equal(member!.AsObject().ToDictionary(static p => p.Key, static p => p.Value!.GetValue<string>()), pairs);
                break;
            default:
                AssertSame(member, held);
                break;
        }
    }

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
