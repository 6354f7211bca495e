using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Attachments;

/// <summary>A file that is kept beside a session.</summary>
internal sealed record Attachment(
    string Id, string SessionId, string FileName, string MediaType, byte[] Bytes, string? MessageId, DateTimeOffset CreatedAt)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("sessionId", SessionId);
        json.WriteString("filename", FileName);
        json.WriteString("mimeType", MediaType);
        json.WriteNumber("size", Bytes.Length);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteString("tenantId", "default");
        json.WriteString("messageId", MessageId ?? "unlinked");
        json.WriteEndObject();
    }
}
