using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes credentials from the server.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshCredential", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshCredentialCommand : AshServerCommand
{
    /// <summary><para type="description">Credentials: ids, objects from Get-AshCredential, or anything with a CredentialId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("CredentialId")]
    [ArgumentCompleter(typeof(CredentialIdCompleter))]
    [Identity("CredentialId", "Credential", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Id!)
        {
            ForTarget(id, () =>
            {
                if (ShouldProcess($"credential {id}", "Remove")) Await(Client.Credentials.DeleteAsync(id, StopToken));
            });
        }
    }
}
