using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ash.Commands;

/// <summary>What PowerShell sees of an event besides its own properties; Ash.Types.ps1xml names these methods.</summary>
public static partial class EventMembers
{
    /// <summary>Data is often read several times in a row (<c>$_.Data.type; $_.Data.message…</c>) and must be the same object each time.</summary>
    private static readonly ConditionalWeakTable<AshEvent, Strong> DataOf = [];

    /// <summary>The event's data as objects, in the way of ConvertFrom-Json.</summary>
    /// <param name="instance">The event.</param>
    /// <returns>The data; null for a malformed event.</returns>
    public static object? Data(PSObject instance) =>
        DataOf.GetValue(Of<AshEvent>(instance), static e => new(JsonObjects.From(e.GetData()))).Value;

    /// <summary>What happened, in one line.</summary>
    /// <param name="instance">The event.</param>
    /// <returns>The line.</returns>
    public static string Summary(PSObject instance) =>
        WhiteSpace().Replace(Of<AshEvent>(instance).ToString(), " ").Trim();

    /// <summary>A message's content as objects: a string, or an array of blocks.</summary>
    /// <param name="instance">The message.</param>
    /// <returns>The content.</returns>
    public static object? MessageContent(PSObject instance) => JsonObjects.From(Of<MessageEvent>(instance).GetContent());

    /// <summary>A tool's input as objects.</summary>
    /// <param name="instance">The tool use.</param>
    /// <returns>The input.</returns>
    public static object? ToolInput(PSObject instance) => JsonObjects.From(Of<ToolUseEvent>(instance).GetInput());

    /// <summary>A tool's result as objects: a string, or an array of blocks.</summary>
    /// <param name="instance">The tool result.</param>
    /// <returns>The content.</returns>
    public static object? ToolContent(PSObject instance) => JsonObjects.From(Of<ToolResultEvent>(instance).GetContent());

    /// <summary>The input of a tool call as objects.</summary>
    /// <param name="instance">The tool call.</param>
    /// <returns>The input.</returns>
    public static object? ToolCallInput(PSObject instance) => JsonObjects.From(Of<ToolCall>(instance).GetInput());

    private static T Of<T>(PSObject? instance) =>
        instance?.BaseObject is T value ? value : throw new ArgumentException($"This is no {typeof(T).FullName}.", nameof(instance));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    private sealed record Strong(object? Value);
}
