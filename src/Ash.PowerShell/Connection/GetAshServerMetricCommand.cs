using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the numbers that the server tells monitoring systems.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshServerMetric")]
[OutputType(typeof(ServerMetric))]
public sealed class GetAshServerMetricCommand : AshServerCommand
{
    /// <summary><para type="description">Only metrics with these names; wildcards are allowed.</para></summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Finish() => ForTarget(CurrentConnection.Server, () =>
    {
        WildcardPattern[] names = Wildcard.Of(Name);
        WriteObject(Await(Client.GetMetricsAsync(StopToken)).Where(metric => names.Any(name => name.IsMatch(metric.Name))), enumerateCollection: true);
    });
}
