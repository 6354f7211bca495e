namespace Ash;

/// <summary>The server's words for the kinds of event that this client knows.</summary>
public static class AshEventType
{
    /// <summary>The turn began.</summary>
    public const string SessionStart = "session_start";

    /// <summary>A piece of the answer's text.</summary>
    public const string TextDelta = "text_delta";

    /// <summary>A piece of the model's thinking.</summary>
    public const string ThinkingDelta = "thinking_delta";

    /// <summary>The agent uses a tool.</summary>
    public const string ToolUse = "tool_use";

    /// <summary>What the tool gave back.</summary>
    public const string ToolResult = "tool_result";

    /// <summary>The agent's work on the turn is over, well or not.</summary>
    public const string TurnComplete = "turn_complete";

    /// <summary>A message of the Claude Agent SDK, whole.</summary>
    public const string Message = "message";

    /// <summary>The session ended.</summary>
    public const string SessionEnd = "session_end";

    /// <summary>The turn failed.</summary>
    public const string Error = "error";

    /// <summary>The last event.</summary>
    public const string Done = "done";
}
