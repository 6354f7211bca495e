using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Takes items back from the server's queue before their turn comes.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "AshQueueItem", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(QueueItem))]
public sealed class StopAshQueueItemCommand : AshServerCommand
{
    /// <summary><para type="description">Items: ids, objects from Add-AshQueueItem or Get-AshQueueItem, or anything with a QueueItemId or Id. They must be pending.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("QueueItemId")]
    [ArgumentCompleter(typeof(QueueItemIdCompleter))]
    [Identity("QueueItemId", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Id!)
        {
            ForTarget(id, () =>
            {
                if (ShouldProcess($"queue item {id}", "Cancel")) WriteObject(Await(Client.Queue.CancelAsync(id, StopToken)));
            });
        }
    }
}
