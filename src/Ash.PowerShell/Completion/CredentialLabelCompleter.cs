using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the labels of credentials.</summary>
public sealed class CredentialLabelCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Credential> credentials = await client.Credentials.ListAsync(cancellationToken).ConfigureAwait(false);
        return Labels(credentials.Select(static credential => (credential.Label, credential.Type)), typed);
    }

    /// <summary>Labels that begin so, each once, with what they are of.</summary>
    internal static IEnumerable<CompletionResult> Labels(IEnumerable<(string? Label, string Of)> labels, string typed) => labels
        .Where(one => one.Label is { Length: > 0 } label && label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
        .GroupBy(static one => one.Label!, static one => one.Of, StringComparer.Ordinal)
        .OrderBy(static label => label.Key, StringComparer.OrdinalIgnoreCase)
        .Select(static label => new CompletionResult(label.Key, label.Key, CompletionResultType.ParameterValue, string.Join(", ", label)));
}
