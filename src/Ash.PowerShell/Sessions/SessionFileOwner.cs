namespace Ash.Commands;

/// <summary>A session, whose workspace has files.</summary>
internal sealed class SessionFileOwner(SessionFileRoutes files, string sessionId) : FileOwner(sessionId)
{
    public override string ToString() => $"session {Name}";

    public override void CheckName() => SessionRoutes.CheckId(Name);

    public override Task<FileDownload> OpenAsync(string path, CancellationToken cancellationToken) => files.OpenAsync(Name, path, cancellationToken);

    public override Task DeleteAsync(string path, CancellationToken cancellationToken) => files.DeleteAsync(Name, path, cancellationToken);

    public override IReadOnlyList<LocalFile> Find(string path) => SessionFileRoutes.Find(path);

    public override void Check(LocalFile file) => SessionFileRoutes.Check(file);

    public override IAsyncEnumerable<SentFile> SendAsync(
        IReadOnlyList<LocalFile> toSend, string? folder, IProgress<UploadProgress> progress, CancellationToken cancellationToken) =>
        files.SendAsync(Name, toSend, folder, progress, cancellationToken);

    protected override async Task<IReadOnlyList<ServerFile>> ListAnewAsync(bool includeHidden, CancellationToken cancellationToken) =>
        await files.ListAsync(Name, includeHidden, cancellationToken).ConfigureAwait(false);
}
