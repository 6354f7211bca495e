using System.Text;
using System.Text.Json;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Messages;

/// <summary>A message a client sends, checked.</summary>
internal sealed class MessageOptions
{
    private static readonly string[] BlockTypes = ["text", "image", "document"];

    /// <summary>The text, or the text blocks joined with line feeds.</summary>
    public required string Prompt { get; init; }

    /// <summary>The blocks as JSON, or null when there was only text.</summary>
    public required string? Blocks { get; init; }

    /// <summary>The content as the server stores it: a text becomes a list of one text.</summary>
    public required string StoredContent { get; init; }

    public bool IncludePartialMessages { get; init; }

    public string? Model { get; init; }

    public bool WantsStructuredOutput { get; init; }

    /// <summary>Everything but the content, as JSON.</summary>
    public required string Others { get; init; }

    public static MessageOptions Read(RequestFields body)
    {
        var content = body.Require("content");
        var partial = body.OptionalFlag("includePartialMessages") ?? false;
        var model = body.OptionalText("model", maxLength: 100);
        body.OptionalNumber("maxTurns", minimum: 1, integer: true);
        body.OptionalNumber("maxBudgetUsd", minimum: 0);
        body.OptionalText("effort", choices: ["low", "medium", "high", "max"]);
        CheckThinking(body);
        CheckOutputFormat(body);
        content = RequestFields.Single(content);
        var blocks = content.ValueKind == JsonValueKind.Array ? CheckBlocks(body, content) : null;
        return new MessageOptions
        {
            Prompt = blocks is null ? ReadText(body, content) : JoinTexts(content),
            Blocks = blocks,
            StoredContent = blocks ?? Encoding.UTF8.GetString(JsonBytes.Write(json =>
            {
                json.WriteStartArray();
                json.WriteStringValue(RequestFields.Scalar(content));
                json.WriteEndArray();
            })),
            IncludePartialMessages = partial,
            Model = string.IsNullOrEmpty(model) ? null : model,
            WantsStructuredOutput = body.Element.TryGetProperty("outputFormat", out _),
            Others = Encoding.UTF8.GetString(JsonBytes.Object(json =>
            {
                foreach (var property in body.Element.EnumerateObject().Where(property => !property.NameEquals("content")))
                    property.WriteTo(json);
            })),
        };
    }

    private static string ReadText(RequestFields body, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.Object)
            throw body.Invalid("content", "must match exactly one schema in oneOf");
        return body.Text("content", maxLength: 500_000);
    }

    private static string CheckBlocks(RequestFields body, JsonElement content)
    {
        // The validator takes a list of one for the one it lists, finds two readings, and refuses both.
        var blocks = body.Objects("content", required: true, maxItems: 20);
        if (blocks.Count == 1)
            throw body.Invalid("content", "must match exactly one schema in oneOf");
        foreach (var block in blocks)
        {
            block.Require("type");
            block.OptionalText("type", choices: BlockTypes);
        }

        return Encoding.UTF8.GetString(JsonBytes.Write(content.WriteTo));
    }

    private static string JoinTexts(JsonElement content) => string.Join('\n', content.EnumerateArray()
        .Where(block => block.GetProperty("type").ValueEquals("text") && block.TryGetProperty("text", out _))
        .Select(block => RequestFields.Scalar(block.GetProperty("text"))));

    private static void CheckThinking(RequestFields body)
    {
        if (!body.Element.TryGetProperty("thinking", out var value))
            return;
        var thinking = new RequestFields(value, "body/thinking");
        thinking.Text("type");
        thinking.OptionalNumber("budgetTokens", minimum: double.MinValue, integer: true);
    }

    private static void CheckOutputFormat(RequestFields body)
    {
        if (!body.Element.TryGetProperty("outputFormat", out var value))
            return;
        var format = new RequestFields(value, "body/outputFormat");
        format.Text("type");
        format.Require("schema");
        format.OptionalObject("schema");
    }
}
