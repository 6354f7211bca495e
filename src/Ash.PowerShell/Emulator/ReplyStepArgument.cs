using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// Reads one step of a reply: a string is a message; a hashtable is a tool (<c>@{ Tool = 'Bash'; Input = @{…}; Result = '…' }</c>),
/// thinking (<c>@{ Thinking = '…' }</c>), a failure (<c>@{ Error = '…' }</c>), a message (<c>@{ Text = '…' }</c>), what the turn's result
/// says (<c>@{ Subtype = 'error_max_turns'; Errors = '…'; CostUsd = 0.5 }</c>), or any frame (<c>@{ Event = 'ping'; Data = @{…} }</c>).
/// </summary>
internal static class ReplyStepArgument
{
    public static ReplyStep ToStep(object? value)
    {
        return Unwrap(value) switch
        {
            ReplyStep step => step,
            IDictionary table when table.Contains("Tool") => new ToolUseStep(
                TextOf(table["Tool"]), JsonArgumentAttribute.Serialize(table["Input"] ?? new Hashtable()), TextOf(table["Result"]),
                LanguagePrimitives.IsTrue(table["IsError"])),
            IDictionary table when table.Contains("Thinking") => new ThinkingStep(TextOf(table["Thinking"])),
            IDictionary table when table.Contains("Error") => new FailureStep(TextOf(table["Error"])),
            IDictionary table when table.Contains("Event") => new FrameStep(
                TextOf(table["Event"]),
                Unwrap(table["Data"]) is string json ? json : JsonArgumentAttribute.Serialize(table["Data"] ?? new Hashtable())),
            IDictionary table when table.Contains("Result") || table.Contains("Subtype") || table.Contains("CostUsd") => ToResult(table),
            IDictionary table when table.Contains("Text") => new TextStep(TextOf(table["Text"])),
            IDictionary table => throw new AshException(AshErrorCause.InvalidRequest,
                $"A reply has Tool, Thinking, Error, Text, Event, Result, Subtype or CostUsd; this one has {string.Join(", ", table.Keys.Cast<object>())}."),
            _ => new TextStep(TextOf(value)),
        };
    }

    private static ResultStep ToResult(IDictionary table) => new()
    {
        Subtype = table.Contains("Subtype") ? TextOf(table["Subtype"]) : "success",
        IsError = table.Contains("IsError") ? LanguagePrimitives.IsTrue(table["IsError"]) : null,
        CostUsd = table.Contains("CostUsd") ? (decimal)LanguagePrimitives.ConvertTo(table["CostUsd"], typeof(decimal), CultureInfo.InvariantCulture) : null,
        Errors = table.Contains("Errors") ? (string[])LanguagePrimitives.ConvertTo(table["Errors"], typeof(string[]), CultureInfo.InvariantCulture) : null,
        Result = table.Contains("Result") ? TextOrJson(table["Result"]) : null,
    };

    /// <summary>What answers a schema may be written as an object.</summary>
    private static string TextOrJson(object? value) => Unwrap(value) is IDictionary or PSCustomObject
        ? JsonArgumentAttribute.Serialize(value!)
        : TextOf(value);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static string TextOf(object? value) =>
        (string)LanguagePrimitives.ConvertTo(value ?? string.Empty, typeof(string), CultureInfo.InvariantCulture);
}
