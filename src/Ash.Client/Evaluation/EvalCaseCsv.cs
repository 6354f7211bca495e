using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ash;

/// <summary>
/// Eval cases as CSV, with a header. A list is one cell, its items with <c>;</c> between them; a list whose items would not come back from
/// that, and a conversation, is a cell of JSON. An empty cell says nothing.
/// </summary>
internal static class EvalCaseCsv
{
    private static readonly string[] Lists = [EvalCaseFields.ExpectedTopics, EvalCaseFields.ExpectedNotTopics, EvalCaseFields.Tags];

    public static IReadOnlyList<EvalCaseRow> Read(string text, char delimiter, EvalCaseProblems problems)
    {
        IReadOnlyList<CsvRow> rows;
        try
        {
            rows = CsvText.Read(text, delimiter);
        }
        catch (FormatException e)
        {
            problems.Add(e.Message);
            return [];
        }
        if (rows.Count == 0)
        {
            problems.Add("It has no header.");
            return [];
        }
        string?[] columns = ReadHeader(rows[0], problems);
        // With other columns every row would look wrong.
        if (problems.Any) return [];
        return [.. rows.Skip(1).Select(row => new EvalCaseRow(row.Where, ReadFields(row, columns, problems)))];
    }

    public static string Write(IReadOnlyList<EvalCaseOptions> cases, char delimiter) =>
        CsvText.Write([EvalCaseFields.All, .. cases.Select(CellsOf)], delimiter);

    private static string?[] ReadHeader(CsvRow header, EvalCaseProblems problems)
    {
        string?[] columns = new string?[header.Cells.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = header.Cells[i].Trim();
            if (EvalCaseFields.IsPassedOver(name)) continue;
            string? known = EvalCaseFields.Known(name);
            if (known is null) problems.Add(header.Where, name, EvalCaseFields.Unknown);
            else if (columns.Contains(known)) problems.Add(header.Where, name, "it is there twice.");
            columns[i] = known;
        }
        if (!columns.Contains(EvalCaseFields.Question)) problems.Add(header.Where, EvalCaseFields.Question, "it is missing.");
        return columns;
    }

    private static JsonObject ReadFields(CsvRow row, string?[] columns, EvalCaseProblems problems)
    {
        if (row.Cells.Count > columns.Length)
            problems.Add($"{row.Where} has {row.Cells.Count} cells, and the header {columns.Length}.");
        JsonObject fields = [];
        foreach ((string? column, string cell) in columns.Zip(row.Cells))
        {
            if (column is not null && cell.Length > 0) fields[column] = ReadCell(column, cell);
        }
        return fields;
    }

    /// <summary>What a cell says. One that cannot be read stays the text that it is, which is then found to be no list or no flag.</summary>
    private static JsonNode? ReadCell(string column, string cell)
    {
        bool isList = Lists.Contains(column);
        if (column == EvalCaseFields.ChatHistory || (isList && cell.TrimStart().StartsWith('['))) return ParseOrText(cell);
        // What Export-Csv makes of a list is the name of its type.
        if (isList && !cell.StartsWith("System.", StringComparison.Ordinal))
        {
            string[] items = cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return new JsonArray([.. items.Select(static item => JsonValue.Create(item))]);
        }
        // TRUE and FALSE is how a spreadsheet writes them.
        return column == EvalCaseFields.IsActive && bool.TryParse(cell, out bool flag) ? JsonValue.Create(flag) : JsonValue.Create(cell);
    }

    private static JsonNode? ParseOrText(string cell)
    {
        try
        {
            return JsonNode.Parse(cell);
        }
        catch (JsonException)
        {
            return JsonValue.Create(cell);
        }
    }

    private static string[] CellsOf(EvalCaseOptions one) =>
    [
        one.Question,
        ListCell(one.ExpectedTopics),
        ListCell(one.ExpectedNotTopics),
        one.ReferenceAnswer ?? string.Empty,
        one.Category ?? string.Empty,
        ListCell(one.Tags),
        one.ChatHistory is null ? string.Empty : Json(one.ChatHistory.Select(static message =>
            new JsonObject { ["role"] = message.Role, ["content"] = message.Content })),
        one.IsActive switch { null => string.Empty, true => "true", false => "false" },
    ];

    private static string ListCell(IReadOnlyList<string>? items)
    {
        if (items is null) return string.Empty;
        bool comesBack = items.Count > 0 && items[0].FirstOrDefault() != '['
            && items.All(static item => item.Length > 0 && item.Trim() == item && !item.Contains(';', StringComparison.Ordinal));
        return comesBack ? string.Join("; ", items) : Json(items.Select(static item => JsonValue.Create(item)));
    }

    private static string Json(IEnumerable<JsonNode> items) => JsonSerializer.SerializeToElement(
        new JsonArray([.. items]), Http.AshJsonContext.Default.JsonArray).Compact();
}
