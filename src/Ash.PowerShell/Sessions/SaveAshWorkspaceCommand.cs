using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Saves the whole workspaces of sessions, each as one tar.gz.</para>
/// </summary>
[Cmdlet(VerbsData.Save, "AshWorkspace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class SaveAshWorkspaceCommand : AshServerCommand
{
    private readonly WrittenFiles _written = new();

    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">The file, or a folder in which each session has a file of its own: its id and .tar.gz. Without it: the current folder.</para></summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary><para type="description">Replace a file that is there already.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Session!) ForSession(id, () => Save(id));
    }

    private void Save(string id)
    {
        string path = LocalPath.Of(SessionState, Path);
        string target = Directory.Exists(path)
            ? new DownloadFolder(path).PathOf($"{id}.tar.gz", Force)
            : new DownloadFolder(System.IO.Path.GetDirectoryName(path)!).PathOf(System.IO.Path.GetFileName(path), Force);
        _written.Add(target, $"session {id}");
        if (!ShouldProcess(target, $"Save the workspace of session {id}")) return;
        using TransferBar bar = new(this, $"Saving the workspace of session {id}") { Status = System.IO.Path.GetFileName(target) };
        WriteObject(AwaitToItsEnd(SaveAsync(Client.Workspaces, id, target, bar)));
    }

    private async Task<FileInfo> SaveAsync(WorkspaceRoutes workspaces, string id, string target, TransferBar bar)
    {
        using FileDownload download = await workspaces.OpenAsync(id, StopToken).ConfigureAwait(false);
        bar.Total = download.Length;
        return await download.SaveAsync(target, Force, modifiedAt: null, bar, StopToken).ConfigureAwait(false);
    }
}
