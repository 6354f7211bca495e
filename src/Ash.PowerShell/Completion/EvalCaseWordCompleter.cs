using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes with words that the agent's eval cases have, and says how many have each.</summary>
public abstract class EvalCaseWordCompleter : AgentPartCompleter
{
    /// <summary>The words of a case.</summary>
    /// <param name="one">The case.</param>
    /// <returns>The words, none for a case without.</returns>
    private protected abstract IEnumerable<string> WordsOf(EvalCase one);

    /// <inheritdoc/>
    private protected sealed override async Task<IEnumerable<CompletionResult>> ListAsync(
        AshClient client, string agent, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvalCase> cases = await client.EvalCases.ListAsync(agent, cancellationToken: cancellationToken).ConfigureAwait(false);
        return cases.SelectMany(WordsOf)
            .GroupBy(static word => word, StringComparer.Ordinal)
            .OrderBy(static words => words.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static words => new CompletionResult(words.Key, words.Key, CompletionResultType.ParameterValue, ViewText.Count(words.Count(), "case")));
    }
}
