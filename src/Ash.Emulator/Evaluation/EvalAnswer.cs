using System.Text;
using System.Text.Json;
using Ash.Emulation.Replies;

namespace Ash.Emulation.Evaluation;

/// <summary>Reads an agent's answer out of the frames of a turn: the texts of its messages, one behind the other.</summary>
internal static class EvalAnswer
{
    /// <exception cref="InvalidOperationException">The turn failed.</exception>
    public static string Read(byte[] frames)
    {
        var answer = new StringBuilder();
        foreach (var frame in RecordedFrames.Split(frames))
        {
            var (type, data) = Fields(Encoding.UTF8.GetString(frame.Span));
            if (type is not ("message" or "error") || Parse(data) is not { } json)
                continue;
            using (json)
            {
                if (type == "error")
                    throw new InvalidOperationException($"Bridge error: {TextOf(json.RootElement, "error")}");
                answer.Append(Said(json.RootElement));
            }
        }

        return answer.ToString();
    }

    private static (string? Type, string Data) Fields(string frame)
    {
        string? type = null;
        var data = new List<string>();
        foreach (var line in frame.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
                type = line["event:".Length..].Trim();
            else if (line.StartsWith("data:", StringComparison.Ordinal))
                data.Add(line["data:".Length..]);
        }

        return (type, string.Join('\n', data));
    }

    // A reply that is bytes may hold anything.
    private static JsonDocument? Parse(string data)
    {
        try
        {
            var json = JsonDocument.Parse(data);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return json;
            json.Dispose();
        }
        catch (JsonException)
        {
        }

        return null;
    }

    private static string Said(JsonElement message)
    {
        if (TextOf(message, "type") != "assistant" || !message.TryGetProperty("message", out var inner)
            || inner.ValueKind != JsonValueKind.Object || !inner.TryGetProperty("content", out var content))
        {
            return "";
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray()
                .Where(block => TextOf(block, "type") == "text").Select(block => TextOf(block, "text"))),
            _ => "",
        };
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
