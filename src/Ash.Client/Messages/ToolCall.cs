using System.Text.Json;

namespace Ash;

/// <summary>A tool that was used in a turn, and what it gave back.</summary>
public sealed class ToolCall
{
    private readonly ToolUseEvent _use;
    private readonly ToolResultEvent? _result;

    internal ToolCall(ToolUseEvent use, ToolResultEvent? result)
    {
        _use = use;
        _result = result;
    }

    /// <summary>The use's id.</summary>
    public string? Id => _use.Id;

    /// <summary>The tool.</summary>
    public string? Name => _use.Name;

    /// <summary>The result's text; null where none came.</summary>
    public string? Result => _result?.Text;

    /// <summary>The tool failed; null where no result came.</summary>
    public bool? IsError => _result?.IsError;

    /// <summary>What the tool was given.</summary>
    /// <returns>JSON.</returns>
    public JsonElement GetInput() => _use.GetInput();

    /// <inheritdoc/>
    public override string ToString() => _use.ToString();
}
