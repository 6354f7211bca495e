using System.Collections.Specialized;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace Ash.Commands;

/// <summary>JSON as PowerShell's own objects, in the way of ConvertFrom-Json, but for dates: text stays text.</summary>
internal static class JsonObjects
{
    /// <summary>The first name of their type, by which Ash.Types.ps1xml has them become JSON again where they become text.</summary>
    public const string TypeName = "Ash.JsonObject";

    /// <summary>An object without properties, for those of a JSON object.</summary>
    public static PSObject Create() => Readable(new());

    /// <summary>JSON as objects. An array that it is says what is in it, where it becomes text, as objects do.</summary>
    public static object? Read(JsonElement element) =>
        From(element) switch
        {
            object[] array => Readable(new(array)),
            var value => value,
        };

    private static PSObject Readable(PSObject json)
    {
        json.TypeNames.Insert(0, TypeName);
        return json;
    }

    public static object? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => FromObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => FromNumber(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static object FromNumber(JsonElement element) =>
        element.TryGetInt64(out long whole) ? whole
        : BigInteger.TryParse(element.GetRawText(), out BigInteger big) ? big
        : element.GetDouble();

    private static object FromObject(JsonElement element)
    {
        PSObject result = Create();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            // Properties of an object are told apart without case and have a name; JSON promises neither.
            if (property.Name.Length == 0 || result.Properties[property.Name] is not null) return FromUnnameable(element);
            result.Properties.Add(new PSNoteProperty(property.Name, From(property.Value)));
        }
        return result;
    }

    private static OrderedDictionary FromUnnameable(JsonElement element)
    {
        OrderedDictionary result = new(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject()) result[property.Name] = From(property.Value);
        return result;
    }
}
