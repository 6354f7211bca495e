using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Brings attachments to this machine.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "AshAttachment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ReceiveAshAttachmentCommand : AshServerCommand
{
    private readonly WrittenFiles _written = new();

    /// <summary><para type="description">Attachments: objects from Get-AshAttachment or Add-AshAttachment, or ids.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AttachmentId")]
    [ArgumentCompleter(typeof(AttachmentIdCompleter))]
    [Identity("AttachmentId", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary><para type="description">The folder that the files go into, each under its own name. It is made where it is not there. Without it: the current folder.</para></summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary><para type="description">Replace files that are there already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Id!)
        {
            ForTarget(id, () =>
            {
                DownloadFolder folder = new(LocalPath.Of(SessionState, Destination));
                if (ShouldProcess(folder.Path, $"Receive attachment {id}")) WriteObject(AwaitToItsEnd(SaveAsync(Client.Attachments, id, folder)));
            });
        }
    }

    private async Task<FileInfo> SaveAsync(AttachmentRoutes attachments, string id, DownloadFolder folder)
    {
        using FileDownload download = await attachments.OpenAsync(id, StopToken).ConfigureAwait(false);
        string target = folder.PathOf(download.Name ?? id, Force);
        _written.Add(target, $"attachment {id}");
        return await download.SaveAsync(target, Force, cancellationToken: StopToken).ConfigureAwait(false);
    }
}
