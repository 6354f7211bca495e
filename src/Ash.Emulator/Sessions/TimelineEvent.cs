using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Sessions;

/// <summary>An entry of a session's timeline: the data is JSON inside a string.</summary>
internal sealed record TimelineEvent(string Id, string Type, int Sequence, DateTimeOffset CreatedAt, string Data)
{
    public void WriteTo(Utf8JsonWriter json, string sessionId)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("sessionId", sessionId);
        json.WriteString("type", Type);
        json.WriteNumber("sequence", Sequence);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteString("tenantId", "default");
        json.WriteString("data", Data);
        json.WriteEndObject();
    }
}
