using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of API keys.</summary>
public sealed class ApiKeyIdCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<ApiKey> keys = await client.ApiKeys.ListAsync(cancellationToken).ConfigureAwait(false);
        return keys
            .Where(key => key.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static key => new CompletionResult(
                key.Id, $"{key.Id} {key.Label}".TrimEnd(), CompletionResultType.ParameterValue,
                key.CreatedAt is { } made ? $"{key.Label}, made {made:g}" : key.Label ?? key.Id));
    }
}
