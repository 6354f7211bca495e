namespace Ash.Commands;

/// <summary>What files on a server belong to, a session or an agent, so that commands work on either alike.</summary>
/// <param name="name">The session's id or the agent's name: what an error is about.</param>
internal abstract class FileOwner(string name)
{
    private readonly Dictionary<bool, IReadOnlyList<ServerFile>> _listed = [];

    public string Name { get; } = name;

    /// <summary>Looks whether there can be a session or an agent of this name.</summary>
    public abstract void CheckName();

    /// <summary>Lists the files, once for a command: a pipeline may name them one by one.</summary>
    public async Task<IReadOnlyList<ServerFile>> ListAsync(bool includeHidden, CancellationToken cancellationToken)
    {
        if (!_listed.TryGetValue(includeHidden, out IReadOnlyList<ServerFile>? files))
            _listed[includeHidden] = files = await ListAnewAsync(includeHidden, cancellationToken).ConfigureAwait(false);
        return files;
    }

    /// <summary>Opens a file, listed or not.</summary>
    public abstract Task<FileDownload> OpenAsync(string path, CancellationToken cancellationToken);

    /// <summary>Removes a file, listed or not.</summary>
    public abstract Task DeleteAsync(string path, CancellationToken cancellationToken);

    /// <summary>The files that a path of this machine stands for.</summary>
    public abstract IReadOnlyList<LocalFile> Find(string path);

    /// <summary>Looks whether a file can be sent, before anything is.</summary>
    public abstract void Check(LocalFile file);

    /// <summary>Sends files.</summary>
    public abstract IAsyncEnumerable<SentFile> SendAsync(
        IReadOnlyList<LocalFile> files, string? folder, IProgress<UploadProgress> progress, CancellationToken cancellationToken);

    /// <summary>Lists the files.</summary>
    protected abstract Task<IReadOnlyList<ServerFile>> ListAnewAsync(bool includeHidden, CancellationToken cancellationToken);
}
