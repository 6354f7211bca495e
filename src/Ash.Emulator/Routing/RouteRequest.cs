using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ash.Emulation.Http;

namespace Ash.Emulation.Routing;

/// <summary>A request on its way to the handler of its route.</summary>
internal sealed partial class RouteRequest(
    HttpExchange exchange, IReadOnlyDictionary<string, string> values, JsonElement? body, IReadOnlyList<EmulatorFault> faults)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _query = ParseQuery(exchange.Request.Query);

    public HttpExchange Exchange { get; } = exchange;

    /// <summary>What is to go wrong with the answer.</summary>
    public IReadOnlyList<EmulatorFault> Faults { get; } = faults;

    public string AgentName => values["name"];

    public string SessionId => values["id"];

    /// <summary>The id of what is neither an agent nor a session.</summary>
    public string Id => values["id"];

    public string FilePath => values["*"];

    public string VersionNumber => values["versionNumber"];

    /// <summary>An attachment's id, which is a UUID or nothing that the server looks for.</summary>
    public string AttachmentId => Guid.TryParseExact(values["attachmentId"], "D", out _)
        ? values["attachmentId"]
        : throw InvalidRequestException.Validation("params/id must match format \"uuid\"");

    /// <summary>The fields of the JSON body; a request without one is refused.</summary>
    public RequestFields Body() => new(body ?? default, "body");

    /// <summary>The fields of the JSON body of a route that asks for none.</summary>
    public RequestFields? OptionalBody() => body is { ValueKind: JsonValueKind.Object } fields ? new(fields, "body") : null;

    public string? Query(string name) => Query(name, "string");

    public string? QueryChoice(string name, params string[] choices)
    {
        var value = Query(name);
        return value is null || choices.Contains(value)
            ? value
            : throw InvalidRequestException.Validation($"querystring/{name} must be equal to one of the allowed values");
    }

    public int QueryNumber(string name, int fallback, int minimum, int maximum = int.MaxValue)
    {
        if (Query(name, "integer") is not { } text)
            return fallback;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw InvalidRequestException.Validation($"querystring/{name} must be integer");
        return number < minimum ? throw InvalidRequestException.Validation($"querystring/{name} must be >= {minimum}")
            : number > maximum ? throw InvalidRequestException.Validation($"querystring/{name} must be <= {maximum}")
            : number;
    }

    public string? QueryUuid(string name) => Query(name) is not { } text || Guid.TryParseExact(text, "D", out _)
        ? Query(name)
        : throw InvalidRequestException.Validation($"querystring/{name} must match format \"uuid\"");

    /// <summary>A time as it was written, which has to have an offset.</summary>
    public string? QueryTime(string name) => Query(name) is not { } text || TimeFormat().IsMatch(text)
        ? Query(name)
        : throw InvalidRequestException.Validation($"querystring/{name} must match format \"date-time\"");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[tT ]\d\d:\d\d:\d\d(\.\d+)?([zZ]|[+-]\d\d(:?\d\d)?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeFormat();

    private string? Query(string name, string type) => _query.GetValueOrDefault(name) switch
    {
        null => null,
        [var value] => value,
        _ => throw InvalidRequestException.Validation($"querystring/{name} must be {type}"),
    };

    private static Dictionary<string, IReadOnlyList<string>> ParseQuery(string query)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            name = Uri.UnescapeDataString(name.Replace('+', ' '));
            values[name] = [.. values.GetValueOrDefault(name) ?? [], Uri.UnescapeDataString(value.Replace('+', ' '))];
        }

        return values;
    }
}
