using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of the agent's eval runs, the newest first.</summary>
public sealed class EvalRunIdCompleter : AgentPartCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> ListAsync(
        AshClient client, string agent, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvalRun> runs = await client.EvalRuns.ListAsync(agent, cancellationToken).ConfigureAwait(false);
        return runs.Select(static run => new CompletionResult(
            run.Id, $"{run.Id} {run.Status}", CompletionResultType.ParameterValue, $"{run.Status}, {ViewText.Count(run.TotalCases, "case")}, {run.CreatedAt:g}"));
    }
}
