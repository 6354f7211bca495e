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

    /// <summary>What stands alone may become the agent yet.</summary>
    private bool MayBeAgent => Line is { Place: 0 } line && line.At(0).Any(static parameter => parameter.Name == "Agent");

    /// <inheritdoc/>
    private protected sealed override bool IsAnothers(string typed) => typed.Length > 0 && MayBeAgent;

    /// <inheritdoc/>
    private protected sealed override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        if (MayBeAgent) return await AgentNameCompleter.FindAsync(client, typed, cancellationToken).ConfigureAwait(false);
        if (GivenAgent is not { Length: > 0 } agent) return [];
        IEnumerable<CompletionResult> all = await ListAsync(client, agent, cancellationToken).ConfigureAwait(false);
        return all.Where(result => result.CompletionText.StartsWith(typed, StringComparison.OrdinalIgnoreCase));
    }
}
