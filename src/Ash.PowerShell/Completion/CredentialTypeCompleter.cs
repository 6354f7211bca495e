namespace Ash.Commands;

/// <summary>Completes the types of credentials.</summary>
public sealed class CredentialTypeCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => CredentialRoutes.Types;
}
