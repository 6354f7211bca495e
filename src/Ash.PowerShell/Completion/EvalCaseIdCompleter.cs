using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of the agent's eval cases.</summary>
public sealed class EvalCaseIdCompleter : AgentPartCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> ListAsync(
        AshClient client, string agent, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvalCase> cases = await client.EvalCases.ListAsync(agent, cancellationToken: cancellationToken).ConfigureAwait(false);
        return cases.Select(static one => new CompletionResult(
            one.Id, $"{one.Id} {CompletionText.Short(one.Question)}", CompletionResultType.ParameterValue, CompletionText.Short(one.Question)));
    }
}
