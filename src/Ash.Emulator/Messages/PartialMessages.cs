using System.Text.Json;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Messages;

/// <summary>The <c>stream_event</c> messages of one message of the assistant, and the granular frames made from them.</summary>
internal sealed class PartialMessages(string sessionId, string model, string messageId, TurnUsage usage)
{
    public const string Signature = "c2lnbmF0dXJl";

    public IEnumerable<SandboxEvent> Text(string text) => Message("end_turn", WriteEmptyBlock("text", "text"), TextPieces.Of(text)
        .Select(piece => Delta("text_delta", "text", piece, Frames.Make("text_delta", json => json.WriteString("delta", piece)))));

    public IEnumerable<SandboxEvent> Thinking(string thinking) =>
        Message("end_turn", WriteEmptyBlock("thinking", "thinking", "signature"), TextPieces.Of(thinking)
            .Select(piece => Delta(
                "thinking_delta", "thinking", piece, Frames.Make("thinking_delta", json => json.WriteString("delta", piece))))
            .Append(Unknown("signature_delta", "signature", Signature)));

    public IEnumerable<SandboxEvent> ToolUse(string id, string name, string input) => Message(
        "tool_use",
        json =>
        {
            json.WriteString("type", "tool_use");
            json.WriteString("id", id);
            json.WriteString("name", name);
            json.WriteStartObject("input");
            json.WriteEndObject();
        },
        TextPieces.Of(input).Select(piece => Unknown("input_json_delta", "partial_json", piece)));

    private static Action<Utf8JsonWriter> WriteEmptyBlock(string type, params string[] fields) => json =>
    {
        json.WriteString("type", type);
        foreach (var field in fields)
            json.WriteString(field, "");
    };

    private IEnumerable<SandboxEvent> Message(
        string stopReason, Action<Utf8JsonWriter> writeBlock, IEnumerable<SandboxEvent> deltas)
    {
        yield return Event("message_start", WriteStart);
        yield return Event("content_block_start", json =>
        {
            json.WriteNumber("index", 0);
            json.WriteStartObject("content_block");
            writeBlock(json);
            json.WriteEndObject();
        });
        foreach (var delta in deltas)
            yield return delta;
        yield return Event("content_block_stop", json => json.WriteNumber("index", 0));
        yield return Event("message_delta", json =>
        {
            json.WriteStartObject("delta");
            json.WriteString("stop_reason", stopReason);
            json.WriteNull("stop_sequence");
            json.WriteEndObject();
            json.WriteStartObject("usage");
            json.WriteNumber("output_tokens", usage.OutputTokens);
            json.WriteEndObject();
        });
        yield return Event("message_stop", _ => { });
    }

    private void WriteStart(Utf8JsonWriter json)
    {
        json.WriteStartObject("message");
        json.WriteString("model", model);
        json.WriteString("id", messageId);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", usage.InputTokens);
        json.WriteNumber("output_tokens", 1);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The server has no event of its own for this kind of delta, and passes it on under the SDK's name.
    private SandboxEvent Unknown(string type, string field, string value) => Delta(type, field, value, Frames.Make(type, json =>
    {
        json.WriteString("type", type);
        json.WriteString(field, value);
    }));

    private SandboxEvent Delta(string type, string field, string value, byte[] granular) => new()
    {
        Frame = granular,
        NextFrame = EventFrame("content_block_delta", json =>
        {
            json.WriteNumber("index", 0);
            json.WriteStartObject("delta");
            json.WriteString("type", type);
            json.WriteString(field, value);
            json.WriteEndObject();
        }),
    };

    private SandboxEvent Event(string type, Action<Utf8JsonWriter> write) => new() { Frame = EventFrame(type, write) };

    private byte[] EventFrame(string type, Action<Utf8JsonWriter> write) => Frames.Make("message", json =>
    {
        json.WriteString("type", "stream_event");
        json.WriteStartObject("event");
        json.WriteString("type", type);
        write(json);
        json.WriteEndObject();
        json.WriteNull("parent_tool_use_id");
        json.WriteString("session_id", sessionId);
        json.WriteString("uuid", Guid.NewGuid());
    });
}
