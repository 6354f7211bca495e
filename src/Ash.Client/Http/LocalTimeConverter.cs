using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>
/// Reads the server's times, which are UTC, as local ones: they are shown to people and compared with <see cref="DateTime.Now"/>,
/// and subtracting a time of another kind from that would be off by the time zone without a word.
/// </summary>
internal sealed class LocalTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().LocalDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
