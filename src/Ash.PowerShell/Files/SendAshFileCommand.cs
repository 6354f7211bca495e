using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that sends files of this machine to sessions or to agents.</summary>
public abstract class SendAshFileCommand : AshFileCommand
{
    /// <summary>What comes first is whom the files go to, also where that is piped.</summary>
    internal const string NameTheFile = "Where a session or an agent is piped, name the file: -Path ./file.";

    private readonly Dictionary<FileOwner, Dictionary<string, LocalFile>> _toSend = [];

    /// <summary><para type="description">Files, or folders with all that is in them; wildcards are allowed. Each goes under its own name into -Destination.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [Identity("FullName", "PSPath", Advice = NameTheFile)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary><para type="description">The folder on the server that they go into. It is made where it is not there. Without it: the topmost.</para></summary>
    [Parameter(Position = 2)]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process() => ForEachOwner(owner =>
    {
        foreach (string path in Path!)
        {
            ForTarget(path, () =>
            {
                foreach (LocalFile file in LocalPath.Find(SessionState, path).SelectMany(owner.Find)) ForTarget(file.FullName, () => Add(owner, file));
            });
        }
    });

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        string? folder = Destination is null ? null : new ServerPath(Destination).Text;
        if (folder is "" or ".") folder = null;
        foreach ((FileOwner owner, Dictionary<string, LocalFile> files) in _toSend)
        {
            string what = $"Send {ViewText.Count(files.Count, "file")}, {files.Values.Sum(static file => file.Length):N0} bytes";
            if (ShouldProcess($"{owner}", folder is null ? what : $"{what}, to {folder}"))
                ForTarget(owner.Name, () => Send(owner, [.. files.Values], folder));
            if (!IsWhatIf) continue;
            foreach (LocalFile file in files.Values) ShouldProcess($"{file.Path}, {file.Length:N0} bytes", "Send");
        }
    }

    private void Add(FileOwner owner, LocalFile file)
    {
        owner.Check(file);
        if (!_toSend.TryGetValue(owner, out Dictionary<string, LocalFile>? files)) _toSend[owner] = files = new(StringComparer.Ordinal);
        if (files.TryAdd(file.Path, file) || files[file.Path].FullName == file.FullName) return;
        throw new AshException(AshErrorCause.InvalidRequest,
            $"The file {file.FullName} is not sent: it would be {file.Path}, as {files[file.Path].FullName} already is.");
    }

    private void Send(FileOwner owner, IReadOnlyList<LocalFile> files, string? folder)
    {
        using TransferBar bar = new(this, $"Sending to {owner}");
        foreach (SentFile file in Await(owner.SendAsync(files, folder, bar, StopToken)))
        {
            WriteObject(file);
            if (file.Written) continue;
            AshException failure = new(AshErrorCause.FileNotWritten, $"The file {file.Path} of {owner} was not written: {file.Error}.");
            WriteError(ErrorTable.ToErrorRecord(failure, file));
        }
    }
}
