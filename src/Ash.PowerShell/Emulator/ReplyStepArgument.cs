using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// Reads one step of a reply: a string is a message; a hashtable is a tool (<c>@{ Tool = 'Bash'; Input = @{…}; Result = '…' }</c>),
/// thinking (<c>@{ Thinking = '…' }</c>), a failure (<c>@{ Error = '…' }</c>) or a message (<c>@{ Text = '…' }</c>).
/// </summary>
internal static class ReplyStepArgument
{
    public static ReplyStep ToStep(object? value)
    {
        object? item = value is PSObject wrapped ? wrapped.BaseObject : value;
        return item switch
        {
            ReplyStep step => step,
            IDictionary table when table.Contains("Tool") => new ToolUseStep(
                TextOf(table["Tool"]), JsonArgumentAttribute.Serialize(table["Input"] ?? new Hashtable()), TextOf(table["Result"]),
                LanguagePrimitives.IsTrue(table["IsError"])),
            IDictionary table when table.Contains("Thinking") => new ThinkingStep(TextOf(table["Thinking"])),
            IDictionary table when table.Contains("Error") => new FailureStep(TextOf(table["Error"])),
            IDictionary table when table.Contains("Text") => new TextStep(TextOf(table["Text"])),
            IDictionary table => throw new AshException(AshErrorCause.InvalidRequest,
                $"A reply has Tool, Thinking, Error or Text; this one has {string.Join(", ", table.Keys.Cast<object>())}."),
            _ => new TextStep(TextOf(value)),
        };
    }

    private static string TextOf(object? value) =>
        (string)LanguagePrimitives.ConvertTo(value ?? string.Empty, typeof(string), CultureInfo.InvariantCulture);
}
