using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of credentials, the newest first.</summary>
public sealed class CredentialIdCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Credential> credentials = await client.Credentials.ListAsync(cancellationToken).ConfigureAwait(false);
        return credentials
            .Where(credential => credential.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(static credential => credential.CreatedAt)
            .Select(static credential => new CompletionResult(
                credential.Id, $"{credential.Id} {credential.Label}".TrimEnd(), CompletionResultType.ParameterValue,
                string.IsNullOrEmpty(credential.Label) ? credential.Type : $"{credential.Label}, {credential.Type}"));
    }
}
