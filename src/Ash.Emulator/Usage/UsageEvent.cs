using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Usage;

/// <summary>Something that was counted in a turn.</summary>
internal sealed record UsageEvent(string Id, string SessionId, string AgentName, string Type, long Value, DateTimeOffset CreatedAt)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("sessionId", SessionId);
        json.WriteString("agentName", AgentName);
        json.WriteString("eventType", Type);
        json.WriteNumber("value", Value);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteString("tenantId", "default");
        json.WriteEndObject();
    }
}
