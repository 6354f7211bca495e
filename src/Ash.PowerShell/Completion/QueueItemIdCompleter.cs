using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of queue items, the newest first; of those that can be taken back where that is done.</summary>
public sealed class QueueItemIdCompleter : ServerCompleter
{
    /// <summary>The most of a message that a tooltip shows.</summary>
    private const int MostShown = 60;

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
                $"{item.AgentName}, {item.Status}: {(item.Prompt.Length > MostShown ? item.Prompt[..MostShown] + "…" : item.Prompt)}"));
    }
}
