using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the labels of API keys.</summary>
public sealed class ApiKeyLabelCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<ApiKey> keys = await client.ApiKeys.ListAsync(cancellationToken).ConfigureAwait(false);
        return CompletionText.Labels(
            keys.Select(static key => (key.Label, key.CreatedAt is { } made ? $"made {made:g}" : key.Id)), typed);
    }
}
