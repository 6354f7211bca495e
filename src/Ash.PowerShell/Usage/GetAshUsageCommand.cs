using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sums up the tokens and messages that were used, of all, an agent or a session.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshUsage")]
[OutputType(typeof(UsageTotals))]
public sealed class GetAshUsageCommand : AshUsageCommand
{
    /// <inheritdoc/>
    protected override void Process() => ForTarget(Target, () => WriteObject(Await(Client.Usage.GetTotalsAsync(Filter(), StopToken))));
}
