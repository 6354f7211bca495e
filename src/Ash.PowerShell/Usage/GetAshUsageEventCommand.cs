using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets what was counted in each turn, the newest first.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshUsageEvent")]
[OutputType(typeof(UsageEvent))]
public sealed class GetAshUsageEventCommand : AshUsageCommand
{
    /// <summary><para type="description">At most so many, the newest.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1L, long.MaxValue)]
    public long? First { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForTarget(Target, () =>
    {
        foreach (UsageEvent counted in Await(Client.Usage.ListEventsAsync(Filter(), First, StopToken))) WriteObject(counted);
    });
}
