using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>Completes nothing, for what only its author knows. A parameter without any completer is offered files.</summary>
public sealed class NothingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
