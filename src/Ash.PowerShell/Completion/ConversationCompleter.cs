using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes whom one can talk to: agents by name, and active sessions by id, the latest first.</summary>
public sealed class ConversationCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        Task<IEnumerable<CompletionResult>> agents = AgentNameCompleter.FindAsync(client, typed, cancellationToken);
        Task<IEnumerable<CompletionResult>> sessions = SessionIdCompleter.FindAsync(client, commandName, typed, cancellationToken);
        return [.. await agents.ConfigureAwait(false), .. await sessions.ConfigureAwait(false)];
    }
}
