using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of the results of the agent's newest eval run.</summary>
public sealed class EvalResultIdCompleter : AgentPartCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> ListAsync(
        AshClient client, string agent, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvalRun> runs = await client.EvalRuns.ListAsync(agent, cancellationToken).ConfigureAwait(false);
        if (runs is not [var newest, ..]) return [];
        IReadOnlyList<EvalResult> results = await client.EvalResults.ListAsync(agent, newest.Id, cancellationToken).ConfigureAwait(false);
        return results.Select(static result => new CompletionResult(
            result.Id, result.Id, CompletionResultType.ParameterValue, CompletionText.Short($"{result.Status}: {result}")));
    }
}
