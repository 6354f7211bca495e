using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the names of a server's metrics.</summary>
public sealed class MetricNameCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<ServerMetric> metrics = await client.GetMetricsAsync(cancellationToken).ConfigureAwait(false);
        return metrics
            .DistinctBy(static metric => metric.Name)
            .Where(metric => metric.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static metric => new CompletionResult(metric.Name, metric.Name, CompletionResultType.ParameterValue, metric.Help ?? metric.Name));
    }
}
