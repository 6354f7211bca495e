namespace Ash.Commands;

/// <summary>An agent, whose folder has files.</summary>
internal sealed class AgentFileOwner(AgentFileRoutes files, string agentName) : FileOwner(agentName)
{
    public override string ToString() => $"agent {Name}";

    public override void CheckName() => AgentRoutes.CheckName(Name);

    public override Task<FileDownload> OpenAsync(string path, CancellationToken cancellationToken) => files.OpenAsync(Name, path, cancellationToken);

    public override Task DeleteAsync(string path, CancellationToken cancellationToken) => files.DeleteAsync(Name, path, cancellationToken);

    public override IReadOnlyList<LocalFile> Find(string path) => AgentFileRoutes.Find(path);

    public override void Check(LocalFile file) => AgentFileRoutes.Check(file);

    public override IAsyncEnumerable<SentFile> SendAsync(
        IReadOnlyList<LocalFile> toSend, string? folder, IProgress<UploadProgress> progress, CancellationToken cancellationToken) =>
        files.SendAsync(Name, toSend, folder, progress, cancellationToken);

    /// <summary>The server lists nothing hidden of an agent.</summary>
    protected override async Task<IReadOnlyList<ServerFile>> ListAnewAsync(bool includeHidden, CancellationToken cancellationToken) =>
        await files.ListAsync(Name, cancellationToken).ConfigureAwait(false);
}
