using System.Text;
using System.Text.Json;
using Ash.Emulation.Json;
using Ash.Emulation.Sandboxes;

namespace Ash.Emulation.Messages;

/// <summary>
/// The messages of the Claude Agent SDK, with the granular frames and the timeline entries the server makes from each.
/// </summary>
internal sealed class AgentMessages(string sessionId, string model, int turn, TurnUsage usage)
{
    private static readonly string[] Tools = ["Task", "Bash", "Glob", "Grep", "Read", "Edit", "Write"];

    private int _messages;

    private string MessageId => $"msg_emulated_{turn}_{_messages}";

    public SandboxEvent Init(string workspace, string permissionMode) => Plain(json =>
    {
        json.WriteString("type", "system");
        json.WriteString("subtype", "init");
        json.WriteString("cwd", workspace);
        json.WriteString("session_id", sessionId);
        json.WriteString("uuid", Guid.NewGuid());
        json.WriteStartArray("tools");
        foreach (var tool in Tools)
            json.WriteStringValue(tool);
        json.WriteEndArray();
        WriteEmptyArray(json, "mcp_servers");
        json.WriteString("model", model);
        json.WriteString("permissionMode", permissionMode);
        WriteEmptyArray(json, "slash_commands");
        json.WriteString("apiKeySource", "none");
        json.WriteString("claude_code_version", "2.1.71");
        json.WriteString("output_style", "default");
        WriteEmptyArray(json, "agents");
        WriteEmptyArray(json, "skills");
        WriteEmptyArray(json, "plugins");
    });

    /// <summary>Moves on to the next message of the assistant: the partial and the whole one have the same id.</summary>
    public void NextMessage() => _messages++;

    public SandboxEvent Text(string text) => Assistant(stopReason: null, granular: default, ("text", Data("text", text)), json =>
    {
        json.WriteString("type", "text");
        json.WriteString("text", text);
    });

    public SandboxEvent Thinking(string thinking)
    {
        // Made from the whole block, so that with partial messages everything thought arrives twice.
        var delta = Frames.Make("thinking_delta", json => json.WriteString("delta", thinking));
        return Assistant(stopReason: null, delta, ("reasoning", Data("thinking", thinking)), json =>
        {
            json.WriteString("type", "thinking");
            json.WriteString("thinking", thinking);
            json.WriteString("signature", PartialMessages.Signature);
        });
    }

    public SandboxEvent ToolUse(string id, string name, string input)
    {
        var granular = Frames.Make("tool_use", json =>
        {
            json.WriteString("id", id);
            json.WriteString("name", name);
            json.WriteJson("input", input);
        });
        var timeline = JsonBytes.Object(json =>
        {
            json.WriteString("toolName", name);
            json.WriteString("toolId", id);
            json.WriteJson("input", input);
        });
        return Assistant("tool_use", granular, ("tool_start", ToText(timeline)), json =>
        {
            json.WriteString("type", "tool_use");
            json.WriteString("id", id);
            json.WriteString("name", name);
            json.WriteJson("input", input);
        });
    }

    public SandboxEvent ToolResult(string id, string result, bool isError)
    {
        // An error has no stdout, and stdout is all the server looks at: nothing is left of it.
        var granular = Frames.Make("tool_result", json =>
        {
            if (!isError)
                json.WriteString("content", result);
        });
        var timeline = JsonBytes.Object(json =>
        {
            if (isError)
                return;
            json.WriteString("stdout", result);
            json.WriteString("stderr", "");
        });
        var message = Frames.Make("message", json =>
        {
            json.WriteString("type", "user");
            json.WriteStartObject("message");
            json.WriteString("role", "user");
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("tool_use_id", id);
            json.WriteString("type", "tool_result");
            json.WriteString("content", result);
            json.WriteBoolean("is_error", isError);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            WriteEnvelope(json);
            if (isError)
            {
                json.WriteString("tool_use_result", $"Error: {result}");
                return;
            }

            json.WriteStartObject("tool_use_result");
            json.WriteString("stdout", result);
            json.WriteString("stderr", "");
            json.WriteBoolean("interrupted", false);
            json.WriteBoolean("isImage", false);
            json.WriteEndObject();
        });
        return new SandboxEvent { Frame = granular, NextFrame = message, Timeline = ("tool_result", ToText(timeline)) };
    }

    public SandboxEvent Result(TurnResult result)
    {
        void WriteTurn(Utf8JsonWriter json)
        {
            json.WriteNumber("numTurns", result.Turns);
            if (result.Text is not null)
                json.WriteString("result", result.Text);
        }

        var message = Frames.Make("message", json =>
        {
            json.WriteString("type", "result");
            json.WriteString("subtype", result.Subtype);
            json.WriteBoolean("is_error", result.IsError);
            json.WriteNumber("duration_ms", (long)result.Duration.TotalMilliseconds);
            json.WriteNumber("duration_api_ms", (long)result.Duration.TotalMilliseconds);
            json.WriteNumber("num_turns", result.Turns);
            if (result.Text is not null)
                json.WriteString("result", result.Text);
            json.WriteString("stop_reason", "end_turn");
            json.WriteString("session_id", sessionId);
            json.WriteString("uuid", Guid.NewGuid());
            json.WriteNumber("total_cost_usd", result.CostUsd ?? usage.CostUsd);
            usage.WriteTo(json);
            json.WriteStartObject("modelUsage");
            json.WriteEndObject();
            WriteEmptyArray(json, "permission_denials");
            if (result.StructuredOutput is not null)
                json.WriteJson("structured_output", result.StructuredOutput);
            if (result.Errors is null)
                return;
            json.WriteStartArray("errors");
            foreach (var error in result.Errors)
                json.WriteStringValue(error);
            json.WriteEndArray();
        });
        return new SandboxEvent
        {
            Frame = Frames.Make("turn_complete", WriteTurn),
            NextFrame = message,
            Message = Frames.Data(message, "message"),
            Timeline = ("turn_complete", ToText(JsonBytes.Object(WriteTurn))),
            Usage = usage,
        };
    }

    public PartialMessages Partial() => new(sessionId, model, MessageId, usage);

    private static SandboxEvent Plain(Action<Utf8JsonWriter> write) => new() { Frame = Frames.Make("message", write) };

    private static string Data(string name, string value) => ToText(JsonBytes.Object(json => json.WriteString(name, value)));

    private static string ToText(byte[] json) => Encoding.UTF8.GetString(json);

    private static void WriteEmptyArray(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    private SandboxEvent Assistant(
        string? stopReason, ReadOnlyMemory<byte> granular, (string Type, string Data) timeline, Action<Utf8JsonWriter> writeBlock)
    {
        var message = Frames.Make("message", json =>
        {
            json.WriteString("type", "assistant");
            json.WriteStartObject("message");
            json.WriteString("model", model);
            json.WriteString("id", MessageId);
            json.WriteString("type", "message");
            json.WriteString("role", "assistant");
            json.WriteStartArray("content");
            json.WriteStartObject();
            writeBlock(json);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("stop_reason", stopReason);
            json.WriteNull("stop_sequence");
            usage.WriteTo(json);
            json.WriteEndObject();
            WriteEnvelope(json);
        });
        return new SandboxEvent
        {
            Frame = granular.IsEmpty ? message : granular,
            NextFrame = granular.IsEmpty ? default : message,
            Message = Frames.Data(message, "message"),
            Timeline = timeline,
        };
    }

    private void WriteEnvelope(Utf8JsonWriter json)
    {
        json.WriteNull("parent_tool_use_id");
        json.WriteString("session_id", sessionId);
        json.WriteString("uuid", Guid.NewGuid());
    }
}
