using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Ash.Commands;

/// <summary>
/// Completes where PowerShell sees no parameter and would offer files. It settles for one parameter set too early: after
/// <c>Get-AshAgentVersion reviewer</c> it takes that of all versions, which has no more places.
/// </summary>
public static class FallbackCompleter
{
    /// <summary>The commands with a part of an agent at the second place, where not all sets have one.</summary>
    private static readonly string[] Commands =
    [
        "Get-AshAgentVersion", "Enable-AshAgentVersion", "Set-AshAgentVersion", "Remove-AshAgentVersion",
        "Get-AshEvalCase", "Set-AshEvalCase", "Remove-AshEvalCase", "Get-AshEvalRun", "Get-AshEvalResult", "Set-AshEvalResult",
    ];

    private static readonly ConditionalWeakTable<Runspace, object> Registered = [];

    /// <summary>
    /// Has PowerShell ask here, in this runspace. It asks the completers of native commands for ours too. That is done where somebody
    /// connects or completes, for it takes some milliseconds, which an import has not.
    /// </summary>
    internal static void Register()
    {
        if (!Registered.TryAdd(Runspace.DefaultRunspace, Commands)) return;
        try
        {
            ScriptBlock.Create("param($Name, $Script) Register-ArgumentCompleter -Native -CommandName $Name -ScriptBlock $Script").Invoke(
                Commands,
                ScriptBlock.Create($"param($Word, $Line, $Cursor) [{typeof(FallbackCompleter)}]::Complete($Word, $Line, $Cursor)"));
        }
        catch (RuntimeException)
        {
            // A runspace without that command completes nothing either.
        }
    }

    /// <summary>Completes a word.</summary>
    /// <param name="wordToComplete">What is typed so far.</param>
    /// <param name="commandAst">The line.</param>
    /// <param name="cursorPosition">Where the cursor is in it.</param>
    /// <returns>The completions. With none, PowerShell offers files.</returns>
    public static IEnumerable<CompletionResult> Complete(string wordToComplete, CommandAst commandAst, int cursorPosition)
    {
        ArgumentNullException.ThrowIfNull(commandAst);
        bool IsWord(IScriptExtent extent) => extent.StartOffset < cursorPosition && cursorPosition <= extent.EndOffset;
        if (CommandLine.Read(commandAst.GetCommandName(), commandAst, IsWord) is not { } line) return [];
        // A parameter whose value is the word, and which PowerShell found nothing for, takes files.
        if (line.Place < 0) return [];
        foreach (CommandParameterInfo parameter in line.At(line.Place))
        {
            if (parameter.Attributes.OfType<ArgumentCompleterAttribute>().FirstOrDefault()?.Type is not { } type) return [];
            List<CompletionResult> found = [.. ((IArgumentCompleter)Activator.CreateInstance(type)!)
                .CompleteArgument(line.Name, parameter.Name, wordToComplete, commandAst, new Dictionary<string, object>()) ?? []];
            if (found.Count > 0) return found;
        }
        // Nothing is known, and no file goes here: names of parameters may, and the word itself leaves the line as it is.
        return string.IsNullOrEmpty(wordToComplete)
            ? line.Free.Select(static parameter => new CompletionResult(
                "-" + parameter.Name, parameter.Name, CompletionResultType.ParameterName,
                $"[{parameter.ParameterType.Name}] {parameter.Name}"))
            : [new CompletionResult(wordToComplete)];
    }
}
