namespace Ash.Commands;

/// <summary>Completes the tools that every agent has. Those of MCP servers are called <c>mcp__server__tool</c>.</summary>
public sealed class ToolNameCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words =>
    [
        "AskUserQuestion", "Bash", "Edit", "EnterPlanMode", "EnterWorktree", "ExitPlanMode", "Glob", "Grep", "NotebookEdit", "Read", "Skill",
        "Task", "TaskOutput", "TaskStop", "TodoWrite", "WebFetch", "WebSearch", "Write",
    ];
}
