using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Counts the items of the server's queue by their states.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshQueue")]
[OutputType(typeof(QueueCounts))]
public sealed class GetAshQueueCommand : AshServerCommand
{
    /// <inheritdoc/>
    protected override void Finish() =>
        ForTarget(CurrentConnection.Server, () => WriteObject(Await(Client.Queue.CountAsync(StopToken))));
}
