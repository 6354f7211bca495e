using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ash.Transcripts;

/// <summary>Tools and ends of turns in words, for every format that people read.</summary>
internal static class ToolText
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = EventFrame.MaxDepth,
    };

    /// <summary>What tells one use of a tool from another, of those that are well known.</summary>
    private static readonly string[] Telling = ["command", "file_path", "path", "pattern", "query", "url", "description", "prompt"];

    /// <summary>What tells most about the use.</summary>
    public static string Gist(JsonElement input) =>
        Telling.Select(name => input.Text(name)).FirstOrDefault(static text => text is not null) ?? input.Compact();

    /// <summary>The same in a line.</summary>
    public static string Summary(JsonElement input) => ShownText.Line(Gist(input), 100);

    /// <summary>What the tool is given, field by field: text as it is, with its lines, and everything else as JSON.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.Undefined) return [];
        return input.ValueKind == JsonValueKind.Object
            ? input.EnumerateObject().Select(static field => (field.Name, Value(field.Value)))
            : [("Input", Value(input))];
    }

    public static string Indented(JsonElement value)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Readable)) value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What stands in place of a result.</summary>
    public static string NoResult(ToolUsed tool) => tool.HasResult ? "The tool gave nothing back." : "No result of it is known.";

    /// <summary>How a turn ended, what it took and what it cost.</summary>
    public static string Ending(TurnEnd end)
    {
        string how = end.Outcome switch
        {
            TurnOutcome.Completed => "Completed",
            TurnOutcome.Failed => "Failed",
            TurnOutcome.Interrupted => "Interrupted",
            TurnOutcome.Cancelled => "Cancelled",
            _ => "No end of this turn is known",
        };
        List<string> facts = [string.IsNullOrEmpty(end.Reason) ? how : $"{how}: {end.Reason.TrimEnd('.')}"];
        if (end.Duration is { } duration) facts.Add(Words.Duration(duration));
        if (end.ModelCalls is { } calls) facts.Add(Words.Count(calls, "model call"));
        if (end.Usage is { } usage) facts.Add(Words.Tokens(usage));
        if (end.CostUsd is { } cost) facts.Add(Words.Cost(cost));
        return string.Join(" · ", facts);
    }

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : Indented(value);
}
