using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>Completes the names of agents, and folders of this machine: one may stand where the name does.</summary>
public sealed class AgentOrFolderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        IEnumerable<CompletionResult> agents =
            new AgentNameCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters);
        return fakeBoundParameters.Contains("Path")
            ? agents
            : agents.Concat(CompletionCompleters.CompleteFilename(wordToComplete)
                .Where(static file => file.ResultType == CompletionResultType.ProviderContainer));
    }
}
