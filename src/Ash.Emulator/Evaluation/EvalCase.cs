using System.Text.Json;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Evaluation;

/// <summary>A question, and what an answer to it should be like.</summary>
internal sealed record EvalCase(string Id, string AgentName, DateTimeOffset CreatedAt)
{
    public string Question { get; private init; } = "";

    public IReadOnlyList<string>? ExpectedTopics { get; private init; }

    public IReadOnlyList<string>? ExpectedNotTopics { get; private init; }

    public string? ReferenceAnswer { get; private init; }

    public string? Category { get; private init; }

    public IReadOnlyList<string>? Tags { get; private init; }

    /// <summary>Messages as they came: the server keeps what it does not know of them too.</summary>
    public IReadOnlyList<JsonElement>? ChatHistory { get; private init; }

    public bool IsActive { get; private init; } = true;

    public DateTimeOffset UpdatedAt { get; private init; } = CreatedAt;

    /// <summary>The case with what a request says of it. What the request leaves out stays as it is.</summary>
    public EvalCase With(RequestFields body, bool isNew, DateTimeOffset now) => this with
    {
        Question = isNew || body.Has("question") ? body.Text("question", minLength: 1) : Question,
        ExpectedTopics = Given(body, "expectedTopics", ExpectedTopics, static (fields, name) => fields.OptionalTexts(name)),
        ExpectedNotTopics = Given(body, "expectedNotTopics", ExpectedNotTopics, static (fields, name) => fields.OptionalTexts(name)),
        ReferenceAnswer = Given(body, "referenceAnswer", ReferenceAnswer, static (fields, name) => fields.OptionalText(name)),
        Category = Given(body, "category", Category, static (fields, name) => fields.OptionalText(name)),
        Tags = Given(body, "tags", Tags, static (fields, name) => fields.OptionalTexts(name)),
        ChatHistory = Given(body, "chatHistory", ChatHistory, ReadMessages),
        IsActive = body.OptionalFlag("isActive") ?? IsActive,
        UpdatedAt = now,
    };

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("tenantId", "default");
        json.WriteString("agentName", AgentName);
        json.WriteString("question", Question);
        json.WriteOptionalTexts("expectedTopics", ExpectedTopics);
        json.WriteOptionalTexts("expectedNotTopics", ExpectedNotTopics);
        json.WriteString("referenceAnswer", ReferenceAnswer);
        json.WriteString("category", Category);
        json.WriteOptionalTexts("tags", Tags);
        WriteChatHistory(json);
        json.WriteBoolean("isActive", IsActive);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteTime("updatedAt", UpdatedAt);
        json.WriteEndObject();
    }

    private void WriteChatHistory(Utf8JsonWriter json)
    {
        if (ChatHistory is null)
        {
            json.WriteNull("chatHistory");
            return;
        }

        json.WriteStartArray("chatHistory");
        foreach (var message in ChatHistory)
            message.WriteTo(json);
        json.WriteEndArray();
    }

    /// <summary>A field that may be null, which takes it away; left out, it stays.</summary>
    private static T? Given<T>(RequestFields body, string name, T? current, Func<RequestFields, string, T?> read)
        where T : class =>
        !body.Has(name) ? current : body.Require(name).ValueKind == JsonValueKind.Null ? null : read(body, name);

    private static IReadOnlyList<JsonElement> ReadMessages(RequestFields body, string name)
    {
        var messages = body.Objects(name, required: true);
        foreach (var message in messages)
        {
            message.Text("role");
            message.Text("content");
        }

        return [.. messages.Select(message => message.Element)];
    }
}
