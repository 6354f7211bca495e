using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>Reads a time as <see cref="LocalTimeConverter"/> does, and an empty text as none.</summary>
internal sealed class OptionalTimeConverter : JsonConverter<DateTime?>
{
    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(string.Empty) ? null : reader.GetDateTimeOffset().LocalDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, AshJsonContext.Default.NullableDateTime);
}
