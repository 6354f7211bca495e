using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Messages;

/// <summary>A message as the server keeps it: the content is JSON inside a string.</summary>
internal sealed record StoredMessage(string Id, string Role, string Content, int Sequence, DateTimeOffset CreatedAt)
{
    public void WriteTo(Utf8JsonWriter json, string sessionId)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("sessionId", sessionId);
        json.WriteString("role", Role);
        json.WriteString("content", Content);
        json.WriteNumber("sequence", Sequence);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteString("tenantId", "default");
        json.WriteEndObject();
    }
}
