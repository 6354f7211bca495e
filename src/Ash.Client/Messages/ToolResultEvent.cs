using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ash;

/// <summary>
/// <c>tool_result</c>: what a tool gave back. The server's frame says neither which tool nor whether it failed, so the event is
/// completed from the message that follows it.
/// </summary>
public sealed class ToolResultEvent : AshEvent
{
    /// <summary>In a box, because a field of this type would have System.Text.Json loaded with the class.</summary>
    private StrongBox<JsonElement>? _block;

    internal ToolResultEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>The id of the <see cref="ToolUseEvent"/>; null where no message followed.</summary>
    public string? ToolUseId { get; private set; }

    /// <summary>The tool; null where its use was not seen.</summary>
    public string? ToolName { get; private set; }

    /// <summary>The tool failed.</summary>
    public bool IsError { get; private set; }

    /// <summary>The result's text; blocks of text stand on lines of their own, and what is no text is left out.</summary>
    public string Text => GetContent().ContentText();

    /// <summary>The result: a string, or an array of blocks.</summary>
    /// <returns>JSON; <see cref="JsonValueKind.Undefined"/> where there is none.</returns>
    public JsonElement GetContent() =>
        _block?.Value.Member("content") is { ValueKind: not JsonValueKind.Undefined } content ? content : Root.Member("content");

    /// <inheritdoc/>
    public override string ToString() => $"{ToolName} {(IsError ? "failed: " : "gave ")}{Text}".TrimStart();

    /// <summary>Takes over what the user message's <c>tool_result</c> block says.</summary>
    internal void Complete(JsonElement block, string? toolName)
    {
        _block = new(block);
        ToolUseId = block.Text("tool_use_id");
        ToolName = toolName;
        IsError = block.Member("is_error").ValueKind == JsonValueKind.True;
    }
}
