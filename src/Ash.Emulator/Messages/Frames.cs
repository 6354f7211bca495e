using System.Buffers;
using System.Text;
using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Messages;

/// <summary>Frames of an event stream: a type, one line of data, a blank line.</summary>
internal static class Frames
{
    public static byte[] Make(string eventType, Action<Utf8JsonWriter> writeProperties)
    {
        var buffer = Begin(eventType);
        JsonBytes.WriteTo(buffer, json =>
        {
            json.WriteStartObject();
            writeProperties(json);
            json.WriteEndObject();
        });
        return End(buffer);
    }

    public static byte[] Make(string eventType, string data)
    {
        var buffer = Begin(eventType);
        Encoding.UTF8.GetBytes(data, buffer);
        return End(buffer);
    }

    /// <summary>The data of a frame that <see cref="Make(string, Action{Utf8JsonWriter})"/> made.</summary>
    public static string Data(byte[] frame, string eventType)
    {
        var start = "event: ".Length + eventType.Length + "\ndata: ".Length;
        return Encoding.UTF8.GetString(frame.AsSpan(start, frame.Length - start - 2));
    }

    private static ArrayBufferWriter<byte> Begin(string eventType)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        buffer.Write("event: "u8);
        Encoding.UTF8.GetBytes(eventType, buffer);
        buffer.Write("\ndata: "u8);
        return buffer;
    }

    private static byte[] End(ArrayBufferWriter<byte> buffer)
    {
        buffer.Write("\n\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
