using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>Completes the paths that an emulator answers, with a wildcard for each id; of one method where one was given.</summary>
public sealed partial class EmulatorPathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        CommandLine? line = CommandLine.Read(commandName, commandAst, word => word.Text == wordToComplete);
        IDictionary bound = line?.Bind(fakeBoundParameters) ?? fakeBoundParameters;
        object? given = bound["Emulator"];
        // Where the line names none, any: their routes are the same.
        AshEmulator? emulator = (given is PSObject wrapped ? wrapped.BaseObject : given) as AshEmulator
            ?? RunningEmulators.All.FirstOrDefault();
        if (emulator is null) return [];
        string? method = bound["Method"]?.ToString();
        // "*/mess" finds /api/sessions/*/messages.
        WildcardPattern typed = new(CompletionText.Unquote(wordToComplete) + "*", WildcardOptions.IgnoreCase);
        return emulator.Routes.Select(static route => route.Split(' '))
            .Where(route => method is null || route[0].Equals(method, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static route => Variable().Replace(route[1], "*"), static route => route[0])
            .Where(path => typed.IsMatch(path.Key))
            .OrderBy(static path => path.Key, StringComparer.Ordinal)
            .Select(path => CompletionText.Quoted(
                new(path.Key, path.Key, CompletionResultType.ParameterValue, string.Join(", ", path)), wordToComplete));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Variable();
}
