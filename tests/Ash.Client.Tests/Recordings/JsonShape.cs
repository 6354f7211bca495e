using System.Reflection;
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
                Assert.True(member is null, $"{name} is lost.");
                break;
            case string text:
                Assert.Equal(member!.GetValue<string>(), text);
                break;
            case int or long:
                Assert.Equal(member!.GetValue<long>(), Convert.ToInt64(held, null));
                break;
            case DateTime time:
                Assert.Equal(DateTimeKind.Local, time.Kind);
                Assert.Equal(member!.GetValue<string>(), time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null));
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
