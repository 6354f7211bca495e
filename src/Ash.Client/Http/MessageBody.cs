using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>The body of <c>POST /api/sessions/{id}/messages</c>.</summary>
internal sealed class MessageBody
{
    public required MessageContent Content { get; init; }

    public bool? IncludePartialMessages { get; init; }

    public string? Model { get; init; }

    public int? MaxTurns { get; init; }

    public decimal? MaxBudgetUsd { get; init; }

    public string? Effort { get; init; }

    public ThinkingBody? Thinking { get; init; }

    public OutputFormatBody? OutputFormat { get; init; }

    public static MessageBody From(string text, MessageOptions options) => new()
    {
        Content = new(text, options.Attachments),
        IncludePartialMessages = options.IncludePartial ? true : null,
        Model = options.Model,
        MaxTurns = options.MaxTurns,
        MaxBudgetUsd = options.MaxBudgetUsd,
        Effort = options.Effort,
        Thinking = options.Thinking is { } type ? new() { Type = type, BudgetTokens = options.ThinkingBudgetTokens } : null,
        OutputFormat = options.OutputSchema is { } schema ? new() { Schema = schema } : null,
    };

    internal sealed class ThinkingBody
    {
        public required string Type { get; init; }

        public int? BudgetTokens { get; init; }
    }

    internal sealed class OutputFormatBody
    {
        public string Type { get; } = "json_schema";

        [JsonConverter(typeof(RawJsonConverter))]
        public required string Schema { get; init; }
    }
}
