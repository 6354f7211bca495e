using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the credentials that the server keeps, without their keys.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshCredential", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Credential))]
public sealed class GetAshCredentialCommand : AshServerCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary><para type="description">Credentials to get anew: ids, objects from Get-AshCredential, or anything with a CredentialId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("CredentialId")]
    [ArgumentCompleter(typeof(CredentialIdCompleter))]
    [Identity("CredentialId", "Credential", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary><para type="description">Only credentials of these types: anthropic, openai, bedrock, custom.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(CredentialTypeCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Type { get; set; }

    /// <summary><para type="description">Only credentials with these labels; wildcards are allowed.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [ArgumentCompleter(typeof(CredentialLabelCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Label { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForTarget(Id, () =>
    {
        // The server lists all and filters by nothing.
        IReadOnlyList<Credential> all = Await(Client.Credentials.ListAsync(StopToken));
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id!) ForTarget(id, () => WriteObject(Find(all, id)));
            return;
        }
        WildcardPattern[]? labels = Label is null ? null : Wildcard.Of(Label);
        WriteObject(
            all.Where(credential => Type?.Contains(credential.Type, StringComparer.OrdinalIgnoreCase) != false)
                .Where(credential => labels?.Any(label => label.IsMatch(credential.Label ?? string.Empty)) != false),
            enumerateCollection: true);
    });

    private static Credential Find(IReadOnlyList<Credential> all, string id) =>
        all.FirstOrDefault(credential => credential.Id == id)
        ?? throw new AshException(AshErrorCause.NotFound, $"The server has no credential with the id '{id}'.");
}
