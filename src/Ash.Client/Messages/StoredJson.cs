using System.Text.Json;

namespace Ash;

/// <summary>Reads JSON that the server keeps inside a string. Text that is none counts as that text.</summary>
internal static class StoredJson
{
    public static JsonDocument Parse(string? json)
    {
        try
        {
            return JsonDocument.Parse(json ?? "null", EventFrame.DocumentOptions);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToDocument(json!, Http.AshJsonContext.Default.String);
        }
    }
}
