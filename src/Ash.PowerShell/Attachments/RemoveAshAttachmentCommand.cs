using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes attachments from the server.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshAttachment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshAttachmentCommand : AshServerCommand
{
    /// <summary><para type="description">Attachments: objects from Get-AshAttachment or Add-AshAttachment, or ids.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AttachmentId")]
    [ArgumentCompleter(typeof(AttachmentIdCompleter))]
    [Identity("AttachmentId", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Id!)
        {
            ForTarget(id, () =>
            {
                if (ShouldProcess($"attachment {id}", "Remove")) Await(Client.Attachments.DeleteAsync(id, StopToken));
            });
        }
    }
}
