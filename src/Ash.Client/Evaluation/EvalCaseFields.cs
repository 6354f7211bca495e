using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ash;

/// <summary>The fields of an eval case in a file, which are named as the server names them, in upper or lower case.</summary>
internal static class EvalCaseFields
{
    public const string Question = "question";
    public const string ExpectedTopics = "expectedTopics";
    public const string ExpectedNotTopics = "expectedNotTopics";
    public const string ReferenceAnswer = "referenceAnswer";
    public const string Category = "category";
    public const string Tags = "tags";
    public const string ChatHistory = "chatHistory";
    public const string IsActive = "isActive";

    public static readonly IReadOnlyList<string> All =
        [Question, ExpectedTopics, ExpectedNotTopics, ReferenceAnswer, Category, Tags, ChatHistory, IsActive];

    /// <summary>What is wrong with a column that no case has.</summary>
    public static readonly string Unknown = $"no case has this. There are: {string.Join(", ", All)}.";

    /// <summary>What a server or this client adds to a case, and nobody sets.</summary>
    private static readonly HashSet<string> Added = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "evalCaseId", "tenantId", "agentName", "createdAt", "updatedAt", "additionalProperties",
    };

    /// <summary>The name as the server has it; null where no case has such a field.</summary>
    public static string? Known(string name) => All.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a name is to be passed over. An unknown one is not: with a mistyped expectation every answer would be right.</summary>
    public static bool IsPassedOver(string name) => Added.Contains(name);

    /// <summary>Makes a case of a row. What is wrong with it is told to <paramref name="problems"/>.</summary>
    public static EvalCaseOptions Read(EvalCaseRow row, EvalCaseProblems problems)
    {
        string? question = Take(row, Question, problems, Text);
        if (row.Fields[Question] is null || question is { Length: 0 }) problems.Add(row.Where, Question, "it is empty.");
        return new()
        {
            Question = question ?? string.Empty,
            ExpectedTopics = Take(row, ExpectedTopics, problems, Texts),
            ExpectedNotTopics = Take(row, ExpectedNotTopics, problems, Texts),
            ReferenceAnswer = Take(row, ReferenceAnswer, problems, Text),
            Category = Take(row, Category, problems, Text),
            Tags = Take(row, Tags, problems, Texts),
            ChatHistory = Take(row, ChatHistory, problems, Messages),
            IsActive = Take(row, IsActive, problems, Flag),
        };
    }

    private static T? Take<T>(EvalCaseRow row, string name, EvalCaseProblems problems, Func<JsonNode, T> read)
    {
        if (row.Fields[name] is not { } value) return default;
        try
        {
            return read(value);
        }
        catch (FormatException e)
        {
            problems.Add(row.Where, name, e.Message);
            return default;
        }
    }

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Due("text", value);

    private static bool? Flag(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Due("true or false", value),
    };

    private static IReadOnlyList<string> Texts(JsonNode value) =>
        value is JsonArray items && items.All(static item => item?.GetValueKind() == JsonValueKind.String)
            ? [.. items.Select(static item => item!.GetValue<string>())]
            : throw Due("a list of texts", value);

    private static IReadOnlyList<EvalChatMessage> Messages(JsonNode value) =>
        value is JsonArray items ? [.. items.Select(item => item is JsonObject message ? Message(message) : throw NoMessages(value))]
        : throw NoMessages(value);

    private static EvalChatMessage Message(JsonObject message) => new()
    {
        Role = Text(Part(message, "role") ?? throw NoMessages(message)),
        Content = Text(Part(message, "content") ?? throw NoMessages(message)),
    };

    private static JsonNode? Part(JsonObject message, string name) =>
        message.FirstOrDefault(part => part.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static FormatException NoMessages(JsonNode value) => Due("a list of messages, each with a role and a content,", value);

    private static FormatException Due(string what, JsonNode value)
    {
        const int MostShown = 60;
        string shown = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        if (shown.Length > MostShown) shown = shown[..MostShown] + " …";
        return new($"{what} was due, and not '{shown}'.");
    }
}
