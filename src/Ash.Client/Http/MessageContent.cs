using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>
/// What a message says. Text alone goes as a string and text with attachments as blocks, of which there are then at least two: the
/// server refuses an array of one block, and its previous version any array.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed record MessageContent(string Text, IReadOnlyList<MessageAttachment> Attachments)
{
    internal sealed class Converter : JsonConverter<MessageContent>
    {
        public override MessageContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Content is only sent.");

        public override void Write(Utf8JsonWriter writer, MessageContent value, JsonSerializerOptions options)
        {
            if (value.Attachments.Count == 0)
            {
                writer.WriteStringValue(value.Text);
                return;
            }
            writer.WriteStartArray();
            foreach (MessageAttachment attachment in value.Attachments)
            {
                writer.WriteStartObject();
                writer.WriteString("type", attachment.BlockType);
                writer.WriteStartObject("source");
                writer.WriteString("type", "base64");
                writer.WriteString("media_type", attachment.MediaType);
                writer.WriteBase64String("data", attachment.Content);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("text", value.Text);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
    }
}
