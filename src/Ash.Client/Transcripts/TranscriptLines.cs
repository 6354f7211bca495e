using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Ash.Http;

namespace Ash.Transcripts;

/// <summary>Events and messages as lines of JSON that lose nothing.</summary>
internal static class TranscriptLines
{
    // Relaxed, because people look into these files too: "Zürich", not "Z\u00fcrich".
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // One more than what is inside may have.
        MaxDepth = EventFrame.MaxDepth + 1,
    };

    public static string Of(Session session) => Line("session", json =>
    {
        json.WritePropertyName("session");
        JsonSerializer.Serialize(json, session, AshJsonContext.Default.Session);
    });

    public static string Of(StoredMessage message) => Line("message", json =>
    {
        json.WriteString("sessionId", message.SessionId);
        json.WriteNumber("sequence", message.Sequence);
        json.WriteString("id", message.Id);
        json.WriteString("role", message.Role);
        json.WriteString("createdAt", message.CreatedAt);
        if (message.TenantId is not null) json.WriteString("tenantId", message.TenantId);
        WriteUnknown(json, message);
        WriteValue(json, "content", message.GetContent());
    });

    public static string Of(SessionEvent happened) => Line("sessionEvent", json =>
    {
        json.WriteString("sessionId", happened.SessionId);
        json.WriteNumber("sequence", happened.Sequence);
        json.WriteString("id", happened.Id);
        json.WriteString("type", happened.Type);
        json.WriteString("createdAt", happened.CreatedAt);
        if (happened.TenantId is not null) json.WriteString("tenantId", happened.TenantId);
        WriteUnknown(json, happened);
        WriteValue(json, "data", happened.GetData());
    });

    public static string Of(AshEvent next) => Line("event", json =>
    {
        json.WriteString("sessionId", next.SessionId);
        json.WriteNumber("sequence", next.Sequence);
        json.WriteString("type", next.Type);
        json.WriteString("receivedAt", next.ReceivedAt);
        switch (next)
        {
            case MalformedEvent malformed:
                json.WriteString("reason", malformed.Reason);
                if (Utf8.IsValid(malformed.GetUtf8Data().Span)) json.WriteString("text", malformed.RawText);
                else json.WriteBase64String("base64", malformed.GetUtf8Data().Span);
                break;
            case SessionStartEvent { Message: { } message } start:
                json.WriteString("message", message);
                if (start.Attachments.Count > 0) WriteAttachments(json, start.Attachments);
                WriteValue(json, "data", start.GetData());
                break;
            default:
                WriteValue(json, "data", next.GetData());
                break;
        }
    });

    public static string Of(Turn turn) => Line("turn", json =>
    {
        json.WriteString("sessionId", turn.SessionId);
        json.WriteString("outcome", turn.Outcome.ToString());
        if (turn.Error is not null) json.WriteString("error", turn.Error);
        json.WriteNumber("durationMs", turn.Duration.TotalMilliseconds);
    });

    private static void WriteAttachments(Utf8JsonWriter json, IReadOnlyList<MessageAttachment> attachments)
    {
        json.WriteStartArray("attachments");
        foreach (MessageAttachment attachment in attachments)
        {
            json.WriteStartObject();
            json.WriteString("name", attachment.Name);
            json.WriteString("mediaType", attachment.MediaType);
            json.WriteBase64String("content", attachment.Content);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteUnknown(Utf8JsonWriter json, AshModel model)
    {
        foreach ((string name, JsonElement value) in model.GetAdditionalProperties()) WriteValue(json, name, value);
    }

    /// <summary>Written anew and not as it came, which may go over several lines. Numbers keep their digits.</summary>
    private static void WriteValue(Utf8JsonWriter json, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private static string Line(string record, Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            // What kind of line it is.
            json.WriteString("record", record);
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
