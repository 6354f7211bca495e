using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>Writes an empty string as null, where null itself means that nothing is said and is left out.</summary>
internal sealed class EmptyAsNullConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (value.Length == 0) writer.WriteNullValue();
        else writer.WriteStringValue(value);
    }
}
