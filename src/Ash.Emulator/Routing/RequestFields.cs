using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Routing;

/// <summary>
/// The fields of a JSON object in a request, checked like the server's schemas check them: a number counts as the text it
/// is written as, one value counts as a list of one, and a list of one plain value as that value.
/// </summary>
internal readonly struct RequestFields
{
    private readonly JsonElement _element;
    private readonly string _path;

    public RequestFields(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw InvalidRequestException.Validation($"{path} must be object");
        _element = element;
        _path = path;
    }

    public JsonElement Element => _element;

    public InvalidRequestException Invalid(string name, string problem) =>
        InvalidRequestException.Validation($"{_path}/{name} {problem}");

    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public JsonElement Require(string name) => _element.TryGetProperty(name, out var value)
        ? value
        : throw InvalidRequestException.Validation($"{_path} must have required property '{name}'");

    public string Text(string name, int maxLength = int.MaxValue, int minLength = 0) =>
        AsText(name, Require(name), maxLength, minLength);

    public string? OptionalText(string name, int maxLength = int.MaxValue, params string[] choices)
    {
        if (!_element.TryGetProperty(name, out var value))
            return null;
        var text = AsText(name, value, maxLength, minLength: 0);
        return choices.Length == 0 || choices.Contains(text) ? text : throw Invalid(name, "must be equal to one of the allowed values");
    }

    public bool? OptionalFlag(string name)
    {
        if (!_element.TryGetProperty(name, out var value))
            return null;
        value = Single(value);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False or JsonValueKind.Null => false,
            JsonValueKind.String when value.GetString() is "true" or "false" => value.GetString() == "true",
            JsonValueKind.Number when value.GetRawText() is "0" or "1" => value.GetRawText() == "1",
            _ => throw Invalid(name, "must be boolean"),
        };
    }

    public double? OptionalNumber(string name, double minimum, double maximum = double.MaxValue, bool integer = false)
    {
        if (!_element.TryGetProperty(name, out var value))
            return null;
        value = Single(value);
        var kind = integer ? "integer" : "number";
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)
            || !double.TryParse(Scalar(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || (integer && !double.IsInteger(number)))
        {
            throw Invalid(name, $"must be {kind}");
        }

        return number < minimum ? throw Invalid(name, $"must be >= {minimum.ToString(CultureInfo.InvariantCulture)}")
            : number > maximum ? throw Invalid(name, $"must be <= {maximum.ToString(CultureInfo.InvariantCulture)}")
            : number;
    }

    public IReadOnlyDictionary<string, string>? OptionalMap(string name)
    {
        if (!_element.TryGetProperty(name, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw Invalid(name, "must be object");
        var map = new Dictionary<string, string>();
        foreach (var property in value.EnumerateObject())
        {
            var single = Single(property.Value);
            map[property.Name] = IsScalar(single) ? Scalar(single) : throw Invalid($"{name}/{property.Name}", "must be string");
        }

        return map;
    }

    /// <summary>A map of objects.</summary>
    public void OptionalObjects(string name)
    {
        foreach (var (key, value) in OptionalObject(name) ?? [])
        {
            if (value is not JsonObject)
                throw Invalid($"{name}/{key}", "must be object");
        }
    }

    public JsonObject? OptionalObject(string name)
    {
        if (!_element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Object ? JsonObject.Create(value)! : throw Invalid(name, "must be object");
    }

    public IReadOnlyList<string>? OptionalTexts(string name)
    {
        if (!_element.TryGetProperty(name, out var value))
            return null;
        var field = this;
        return [.. Items(name, value).Select(Single).Select((item, index) =>
            IsScalar(item) ? Scalar(item) : throw field.Invalid($"{name}/{index}", "must be string"))];
    }

    public IReadOnlyList<RequestFields> Objects(string name, bool required, int minItems = 0, int maxItems = int.MaxValue)
    {
        if (!required && !_element.TryGetProperty(name, out _))
            return [];
        var items = Items(name, Require(name));
        if (items.Count < minItems)
            throw Invalid(name, $"must NOT have fewer than {minItems} items");
        if (items.Count > maxItems)
            throw Invalid(name, $"must NOT have more than {maxItems} items");
        var path = _path;
        return [.. items.Select((item, index) => new RequestFields(item, $"{path}/{name}/{index}"))];
    }

    public JsonObject AsObject() => JsonObject.Create(_element)!;

    /// <summary>The value in a list of one plain value; anything else as it is.</summary>
    public static JsonElement Single(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && IsScalar(value[0]) ? value[0] : value;

    public static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    public static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private IReadOnlyList<JsonElement> Items(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray()],
        JsonValueKind.Object => throw Invalid(name, "must be array"),
        _ => [value],
    };

    private string AsText(string name, JsonElement value, int maxLength, int minLength)
    {
        value = Single(value);
        if (!IsScalar(value))
            throw Invalid(name, "must be string");
        var text = Scalar(value);
        return text.Length < minLength ? throw Invalid(name, $"must NOT have fewer than {minLength} characters")
            : text.Length > maxLength && text.EnumerateRunes().Count() > maxLength
                ? throw Invalid(name, $"must NOT have more than {maxLength} characters")
            : text;
    }
}
