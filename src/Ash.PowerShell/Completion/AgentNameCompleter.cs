using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the names of agents.</summary>
public sealed class AgentNameCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken) => FindAsync(client, typed, cancellationToken);

    internal static async Task<IEnumerable<CompletionResult>> FindAsync(AshClient client, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Agent> agents = await client.Agents.ListAsync(cancellationToken).ConfigureAwait(false);
        return agents
            .Where(agent => agent.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static agent => agent.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static agent => new CompletionResult(
                agent.Name, agent.Name, CompletionResultType.ParameterValue, $"version {agent.Version}, updated {agent.UpdatedAt:g}"));
    }
}
