using System.Text.Json;
using System.Text.Unicode;

namespace Ash;

/// <summary>What the mapper has to know of a frame's data; null where the data does not say it.</summary>
/// <param name="Fault">What is wrong with it; null where nothing is.</param>
/// <param name="MessageType">The kind of a message.</param>
/// <param name="ToolUseId">The id of a tool's use.</param>
/// <param name="ToolName">The tool.</param>
internal readonly record struct FrameFacts(string? Fault = null, string? MessageType = null, string? ToolUseId = null, string? ToolName = null);

/// <summary>Reads a frame's data once, from end to end: whether it is JSON, and what the mapper has to know of it.</summary>
internal static class FrameCheck
{
    /// <summary>Checks a frame.</summary>
    public static FrameFacts Run(SseFrame frame)
    {
        ReadOnlySpan<byte> data = frame.Data;
        FrameFacts facts = default;
        // The JSON reader looks at escapes and structure only, and would hand out bytes that are no text.
        if (!Utf8.IsValid(data)) return new("The data is not valid UTF-8.");
        try
        {
            // The reader takes a lone surrogate for well formed and throws only when the text is asked for.
            if (data.IndexOf("\\u"u8) >= 0) ReadEscapes(data);
            Utf8JsonReader reader = new(data, EventFrame.ReaderOptions);
            switch (frame.Type)
            {
                case AshEventType.Message:
                    facts = new(MessageType: MessageTypeOf(ref reader));
                    break;
                case AshEventType.ToolUse:
                    facts = ToolOf(ref reader);
                    break;
            }
            while (reader.Read())
            {
                // To its end.
            }
            return facts;
        }
        catch (JsonException e)
        {
            return new(e.Message);
        }
        catch (InvalidOperationException)
        {
            return new("The data holds text that is not valid Unicode.");
        }
    }

    private static void ReadEscapes(ReadOnlySpan<byte> data)
    {
        Utf8JsonReader reader = new(data, EventFrame.ReaderOptions);
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
    }

    /// <summary>One string for all messages of a kind.</summary>
    private static string? MessageTypeOf(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("type"u8)) continue;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) return null;
            return reader.ValueTextEquals("stream_event"u8) ? "stream_event"
                : reader.ValueTextEquals("assistant"u8) ? "assistant"
                : reader.ValueTextEquals("user"u8) ? "user"
                : reader.ValueTextEquals("system"u8) ? "system"
                : reader.ValueTextEquals("result"u8) ? "result"
                : reader.GetString();
        }
        return null;
    }

    private static FrameFacts ToolOf(ref Utf8JsonReader reader)
    {
        string? id = null;
        string? name = null;
        while (reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("id"u8)) id = NextText(ref reader);
            else if (reader.ValueTextEquals("name"u8)) name = NextText(ref reader);
        }
        return new(ToolUseId: id, ToolName: name);
    }

    private static string? NextText(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
}
