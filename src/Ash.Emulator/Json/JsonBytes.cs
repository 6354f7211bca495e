using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Ash.Emulation.Json;

/// <summary>Writes JSON the way the server does: no white space, JavaScript's escapes, times with milliseconds.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptText.Encoder, SkipValidation = true };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        WriteTo(buffer, write);
        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteTo(IBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(buffer, Options);
        write(writer);
    }

    public static byte[] Object(Action<Utf8JsonWriter> writeProperties) => Write(json =>
    {
        json.WriteStartObject();
        writeProperties(json);
        json.WriteEndObject();
    });

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset time) => json.WriteString(name, Time(time));

    public static void WriteOptionalTime(this Utf8JsonWriter json, string name, DateTimeOffset? time) =>
        json.WriteString(name, time is { } known ? Time(known) : null);

    public static void WriteOptionalNumber(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } value)
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    public static void WriteOptionalTexts(this Utf8JsonWriter json, string name, IEnumerable<string>? texts)
    {
        if (texts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A value that is JSON already, made to fit in one line whatever it looked like.</summary>
    public static void WriteJson(this Utf8JsonWriter json, string name, string value)
    {
        using var document = JsonDocument.Parse(value);
        json.WritePropertyName(name);
        document.RootElement.WriteTo(json);
    }

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
