using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Counts agents, sessions and evaluation runs, and sums up what was used.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshAnalytics")]
[OutputType(typeof(Analytics))]
public sealed class GetAshAnalyticsCommand : AshPeriodCommand
{
    /// <inheritdoc/>
    protected override void Finish() =>
        ForTarget(CurrentConnection.Server, () => WriteObject(Await(Client.Usage.GetAnalyticsAsync(After, Before, StopToken))));
}
