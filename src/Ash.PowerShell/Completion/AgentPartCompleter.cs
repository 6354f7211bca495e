using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes with what belongs to the agent that the line names.</summary>
public abstract class AgentPartCompleter : ServerCompleter
{
    /// <summary>Asks the server.</summary>
    /// <param name="client">The server's client, which tries once.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cancellationToken">Is cancelled when it is too late.</param>
    /// <returns>The completions, in their order.</returns>
    private protected abstract Task<IEnumerable<CompletionResult>> ListAsync(
        AshClient client, string agent, CancellationToken cancellationToken);

    /// <inheritdoc/>
    private protected sealed override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        object? given = BoundParameters["Agent"];
        if ((given as object[])?.FirstOrDefault() is { } first) given = first;
        if (given is PSObject { BaseObject: Agent known }) given = known;
        if (given?.ToString() is not { Length: > 0 } agent) return [];
        IEnumerable<CompletionResult> all = await ListAsync(client, agent, cancellationToken).ConfigureAwait(false);
        return all.Where(result => result.CompletionText.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
    }
}
