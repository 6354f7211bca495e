using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Unpacks a tar.gz into the workspaces of sessions, over the files that are there.</para>
/// </summary>
[Cmdlet(VerbsData.Restore, "AshWorkspace", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(WorkspaceRestore))]
public sealed class RestoreAshWorkspaceCommand : AshServerCommand
{
    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">The tar.gz, of at most 100 MiB: one from Save-AshWorkspace, or made by tar czf.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Session!) ForSession(id, () => Restore(id, LocalPath.Of(SessionState, Path!)));
    }

    private void Restore(string id, string path)
    {
        LocalFile bundle = WorkspaceRoutes.Check(path);
        if (!ShouldProcess($"session {id}", $"Unpack {path}, {bundle.Length:N0} bytes, over the files of the workspace")) return;
        using TransferBar bar = new(this, $"Restoring the workspace of session {id}") { Status = bundle.Path, Total = bundle.Length };
        WriteObject(Await(Client.Workspaces.RestoreAsync(id, path, bar, StopToken)));
    }
}
