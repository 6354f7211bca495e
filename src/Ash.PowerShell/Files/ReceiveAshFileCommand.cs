using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that brings files of sessions or of agents to this machine.</summary>
public abstract class ReceiveAshFileCommand : AshFileCommand
{
    private const string FileSet = "File";
    private const string TextSet = "Text";

    private readonly WrittenFiles _written = new();

    /// <summary><para type="description">Files, or folders with all that is in them; wildcards are allowed, and * stands for / too. A file that is named comes even where the server does not list it.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary><para type="description">The folder that the files go into, each under its path on the server. It is made where it is not there. Without it: the current folder.</para></summary>
    [Parameter(Position = 2, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    /// <summary><para type="description">Replace files that are there already.</para></summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Force { get; set; }

    /// <summary><para type="description">Emit the content of each file as a string, and save nothing. For files that are small and text: UTF-8, or UTF-16 with a mark at its start.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TextSet)]
    public SwitchParameter AsText { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEachOwner(owner =>
    {
        foreach (string path in Path!)
            ForTarget(owner.Name, () => Receive(owner, new ServerPath(path)));
    });

    private void Receive(FileOwner owner, ServerPath path)
    {
        DownloadFolder folder = new(LocalPath.Of(SessionState, Destination));
        IReadOnlyList<ServerFile> files = Find(owner, path);
        using TransferBar bar = new(this, $"Receiving from {owner}") { Total = files.Sum(static file => file.Length) };
        foreach (ServerFile file in files)
        {
            bar.Status = file.Path;
            ForTarget(file.Path, () => Receive(owner, file.Path, file.ModifiedAt, folder, bar));
            bar.Before += file.Length;
        }
        if (files.Count > 0 || path.HasWildcards) return;
        // The server lists no caches, locks and the like, and brings them all the same.
        bar.Total = null;
        ForTarget(path.Text, () => Receive(owner, path.Text, modifiedAt: null, folder, bar));
    }

    private void Receive(FileOwner owner, string path, DateTime? modifiedAt, DownloadFolder folder, TransferBar bar)
    {
        if (AsText)
        {
            WriteObject(Await(ReadAsync(owner, path)));
            return;
        }
        string target = folder.PathOf(path, Force);
        _written.Add(target, $"{path} of {owner}");
        if (ShouldProcess(target, $"Receive {path} from {owner}"))
            WriteObject(AwaitToItsEnd(SaveAsync(owner, path, target, modifiedAt, bar)));
    }

    private async Task<string> ReadAsync(FileOwner owner, string path)
    {
        using FileDownload download = await owner.OpenAsync(path, StopToken).ConfigureAwait(false);
        return await download.ReadTextAsync(StopToken).ConfigureAwait(false);
    }

    private async Task<FileInfo> SaveAsync(FileOwner owner, string path, string target, DateTime? modifiedAt, TransferBar bar)
    {
        using FileDownload download = await owner.OpenAsync(path, StopToken).ConfigureAwait(false);
        return await download.SaveAsync(target, Force, modifiedAt, bar, StopToken).ConfigureAwait(false);
    }
}
