using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes keys, which open nothing from then on.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshApiKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshApiKeyCommand : AshServerCommand
{
    /// <summary><para type="description">Keys: ids, objects from Get-AshApiKey or New-AshApiKey, or anything with an ApiKeyId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ApiKeyId")]
    [ArgumentCompleter(typeof(ApiKeyIdCompleter))]
    [Identity("ApiKeyId", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Id!)
        {
            ForTarget(id, () =>
            {
                if (ShouldProcess($"API key {id}", "Remove")) Await(Client.ApiKeys.DeleteAsync(id, StopToken));
            });
        }
    }
}
