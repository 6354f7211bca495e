using System.Text.Json;
using Ash.Transcripts;

namespace Ash;

/// <summary><c>tool_use</c>: the agent uses a tool.</summary>
public sealed class ToolUseEvent : AshEvent
{
    internal ToolUseEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>The use's id, which its result refers to.</summary>
    public string? Id => Root.Text("id");

    /// <summary>The tool.</summary>
    public string? Name => Root.Text("name");

    /// <summary>What the tool is given.</summary>
    /// <returns>JSON; <see cref="JsonValueKind.Undefined"/> where there is none.</returns>
    public JsonElement GetInput() => Root.Member("input");

    /// <summary>What tells this use most shortly from another of the same tool: the command, the file, the pattern.</summary>
    /// <returns>A text of any length and number of lines; the input as JSON, where the tool is none that is known.</returns>
    public string GetGist() => ToolText.Gist(GetInput());

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {GetInput().Compact()}";
}
