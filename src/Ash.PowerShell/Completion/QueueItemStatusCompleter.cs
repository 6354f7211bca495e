namespace Ash.Commands;

/// <summary>Completes the states of a queue item.</summary>
public sealed class QueueItemStatusCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words =>
    [
        QueueItemStatus.Pending, QueueItemStatus.Processing, QueueItemStatus.Completed, QueueItemStatus.Failed, QueueItemStatus.Cancelled,
    ];
}
