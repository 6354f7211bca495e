namespace Ash.Commands;

/// <summary>Completes the types of events that the server keeps.</summary>
public sealed class SessionEventTypeCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words =>
        ["text", "tool_start", "tool_result", "reasoning", "error", "turn_complete", "lifecycle"];
}
