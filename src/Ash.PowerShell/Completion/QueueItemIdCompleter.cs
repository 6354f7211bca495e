using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of queue items, the newest first; of those that can be taken back where that is done.</summary>
public sealed class QueueItemIdCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        string? status = commandName == "Stop-AshQueueItem" ? QueueItemStatus.Pending : null;
        IReadOnlyList<QueueItem> items = await client.Queue.ListAsync(status, cancellationToken: cancellationToken).ConfigureAwait(false);
        return items
            .Where(item => item.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static item => new CompletionResult(
                item.Id, $"{item.Id} {item.AgentName}", CompletionResultType.ParameterValue,
                $"{item.AgentName}, {item.Status}: {CompletionText.Short(item.Prompt)}"));
    }
}
