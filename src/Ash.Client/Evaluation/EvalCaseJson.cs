using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ash.Http;

namespace Ash;

/// <summary>Eval cases as JSON: a list of cases, or an object that holds one as <c>cases</c>, which is what a server exports.</summary>
internal static class EvalCaseJson
{
    // For people to read and to compare: "Zürich", not "Z\u00fcrich".
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<EvalCaseRow> Read(string text, EvalCaseProblems problems)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            problems.Add($"It is not JSON: {e.Message}");
            return [];
        }
        JsonNode? list = root is JsonObject outer ? outer["cases"] : root;
        if (list is not JsonArray cases)
        {
            problems.Add("It is JSON, but no list of cases.");
            return [];
        }
        List<EvalCaseRow> rows = [];
        for (int i = 0; i < cases.Count; i++)
        {
            string where = $"Case {i + 1}";
            if (cases[i] is JsonObject fields) rows.Add(new(where, ReadFields(fields, where, problems)));
            else problems.Add($"{where} is no object.");
        }
        return rows;
    }

    public static string Write(IReadOnlyList<EvalCaseOptions> cases)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartArray();
            foreach (EvalCaseOptions one in cases) JsonSerializer.Serialize(json, one, AshJsonContext.Default.EvalCaseOptions);
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.ToArray()) + Environment.NewLine;
    }

    private static JsonObject ReadFields(JsonObject fields, string where, EvalCaseProblems problems)
    {
        JsonObject known = [];
        foreach ((string name, JsonNode? value) in fields)
        {
            if (EvalCaseFields.Known(name) is { } field) known[field] = value?.DeepClone();
            else if (!EvalCaseFields.IsPassedOver(name)) problems.Add(where, name, EvalCaseFields.Unknown);
        }
        return known;
    }
}
