using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ash.Http;

/// <summary>
/// The server's own limits, checked before anything is sent: its answer to a field that is wrong is "Bad Request", with no word of
/// which one.
/// </summary>
internal static partial class Require
{
    private const int MostOfName = 255;

    public static bool IsAgentName(string? name) => name is { Length: > 0 and <= MostOfName } && AgentNamePattern().IsMatch(name);

    public static void AgentName(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw Invalid("An agent's name is empty.");
        if (name.Length > MostOfName) throw Invalid($"An agent's name has at most {MostOfName} characters; this one has {name.Length}.");
        if (!IsAgentName(name))
            throw Invalid($"'{name}' is no agent name: only letters A-Z and a-z, digits, '-' and '_' are.");
    }

    public static void SessionId(string? id)
    {
        if (!IsUuid(id)) throw Invalid($"'{id}' is no session's id, which is a UUID.");
    }

    /// <summary>A key that no header can carry would fail at each call, and as if the server could not be reached.</summary>
    public static void ApiKey(string? key)
    {
        if (key is null) return;
        if (string.IsNullOrWhiteSpace(key)) throw Invalid("The API key is empty.");
        if (key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw Invalid("The API key holds a line end or another character that no HTTP header carries.");
    }

    /// <summary>An id as a segment of a path.</summary>
    public static string PathSegment(string id, string what)
    {
        if (string.IsNullOrWhiteSpace(id)) throw Invalid($"The {what}'s id is empty.");
        // As segments of a path these two would lead to another route, and no escaping keeps them.
        return id is "." or ".." ? throw Invalid($"'{id}' is no {what}'s id.") : Uri.EscapeDataString(id);
    }

    public static void AtMost(string? text, int limit, string what)
    {
        if (text is null || text.Length <= limit) return;
        // The server counts code points: what takes two characters here is one there.
        int length = text.EnumerateRunes().Count();
        if (length > limit) throw Invalid($"{what} has at most {limit:N0} characters; this one has {length:N0}.");
    }

    public static void Uuid(string? id, string what)
    {
        if (!IsUuid(id)) throw Invalid($"'{id}' is no UUID, and so not the id of any {what}.");
    }

    /// <summary>A path inside a workspace or an agent's folder. As parts of an address, <c>.</c> and <c>..</c> would lead to another route.</summary>
    public static void FilePath(string? path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw Invalid("The path on the server is empty.");
        if (path.Split('/').Any(static part => part is "" or "." or ".."))
            throw Invalid($"'{path}' is no path on the server: it begins or ends with '/', or a part of it is empty, '.' or '..'.");
    }

    public static void OneOf(string? word, IReadOnlyList<string> words, string what)
    {
        if (word is not null && !words.Contains(word)) throw Invalid($"{what} '{word}' is not one of: {string.Join(", ", words)}.");
    }

    public static void JsonObject(string? json, string what)
    {
        if (json is null) return;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return;
        }
        catch (JsonException e)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"{what} is not JSON: {e.Message}", e);
        }
        throw Invalid($"{what} is JSON, but not an object.");
    }

    /// <summary>What is thrown for an address that is none. Most often its scheme was left out.</summary>
    public static AshException ServerAddress(string address, string? source = null)
    {
        string from = source is null ? string.Empty : $" from {source}";
        string hint = address.Contains("://", StringComparison.Ordinal) ? string.Empty : $" Write http://{address}, or https.";
        return Invalid($"The server address '{address}'{from} is not an http or https URL.{hint}");
    }

    public static AshException Invalid(string message) => new(AshErrorCause.InvalidRequest, message);

    private static bool IsUuid(string? id) => Guid.TryParseExact(id, "D", out _);

    [GeneratedRegex(@"^[a-zA-Z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex AgentNamePattern();
}
