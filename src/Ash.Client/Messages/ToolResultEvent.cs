using System.Collections.Concurrent;
using System.Text.Json;

namespace Ash;

/// <summary>
/// <c>tool_result</c>: what a tool gave back. The server's frame says neither which tool nor whether it failed, so the event is
/// completed from the message that follows it.
/// </summary>
public sealed class ToolResultEvent : AshEvent
{
    private MessageEvent? _message;
    private int _index;
    private ConcurrentDictionary<string, string?>? _toolNames;

    internal ToolResultEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>The id of the <see cref="ToolUseEvent"/>; null where no message followed.</summary>
    public string? ToolUseId => Block.Text("tool_use_id");

    /// <summary>The tool; null where its use was not seen.</summary>
    public string? ToolName => ToolUseId is { } id ? _toolNames!.GetValueOrDefault(id) : null;

    /// <summary>The tool failed.</summary>
    public bool IsError => Block.Member("is_error").ValueKind == JsonValueKind.True;

    /// <summary>The result's text; blocks of text stand on lines of their own, and what is no text is left out.</summary>
    public string Text => GetContent().ContentText();

    /// <summary>The user message's <c>tool_result</c> block that was made into this event; there is none where no message followed.</summary>
    private JsonElement Block => _message is null ? default : _message.ToolResultBlocks().ElementAtOrDefault(_index);

    /// <summary>The result: a string, or an array of blocks.</summary>
    /// <returns>JSON; <see cref="JsonValueKind.Undefined"/> where there is none.</returns>
    public JsonElement GetContent() =>
        Block.Member("content") is { ValueKind: not JsonValueKind.Undefined } content ? content : Root.Member("content");

    /// <inheritdoc/>
    public override string ToString() => $"{ToolName} {(IsError ? "failed: " : "gave ")}{Text}".TrimStart();

    /// <summary>Is completed from a message, which is read when a property is asked for.</summary>
    /// <param name="message">The user message that follows the event.</param>
    /// <param name="index">Which of its results this is.</param>
    /// <param name="toolNames">The turn's tools, by the ids of their uses.</param>
    internal void Complete(MessageEvent message, int index, ConcurrentDictionary<string, string?> toolNames)
    {
        _message = message;
        _index = index;
        _toolNames = toolNames;
    }
}
