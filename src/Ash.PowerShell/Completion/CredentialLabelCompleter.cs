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
        return CompletionText.Labels(credentials.Select(static credential => (credential.Label, credential.Type)), typed);
    }
}
