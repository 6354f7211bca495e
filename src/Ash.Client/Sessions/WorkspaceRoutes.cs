using Ash.Http;

namespace Ash;

/// <summary>
/// A session's whole workspace as one tar.gz: <c>/api/sessions/{id}/workspace</c>. Every method throws <see cref="AshApiException"/> where
/// the server refuses or is not reached.
/// </summary>
public sealed class WorkspaceRoutes
{
    /// <summary>The largest bundle that a server packs or takes, in bytes: 100 MiB, which are within the 134 MiB of a request as base64.</summary>
    public const long MaxLength = 100 * 1024 * 1024;

    /// <summary>How long a server may pack or unpack, while it answers nothing.</summary>
    private static readonly TimeSpan PackingTime = TimeSpan.FromMinutes(2);

    private readonly AshTransport _transport;

    internal WorkspaceRoutes(AshTransport transport) => _transport = transport;

    /// <summary>
    /// Opens the workspace as a tar.gz: <c>GET /api/sessions/{id}/workspace</c>. The server leaves out caches, .git, node_modules and .env
    /// files.
    /// </summary>
    /// <param name="sessionId">The session, in whatever state.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The bundle, to be disposed.</returns>
    [Operation("GET /api/sessions/{id}/workspace")]
    public Task<FileDownload> OpenAsync(string sessionId, CancellationToken cancellationToken = default) =>
        _transport.DownloadAsync(PathOf(sessionId), PackingTime, cancellationToken);

    /// <summary>
    /// Unpacks a tar.gz into the workspace: <c>POST /api/sessions/{id}/workspace</c>. Files that are there are replaced; others stay.
    /// </summary>
    /// <param name="sessionId">The session, in whatever state.</param>
    /// <param name="path">The tar.gz on this machine.</param>
    /// <param name="progress">Is told how many bytes have been sent.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Where the files went.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: the file cannot be read, is no gzip or has
    /// more than <see cref="MaxLength"/>; nothing was sent.
    /// </exception>
    [Operation("POST /api/sessions/{id}/workspace", Body = typeof(WorkspaceBody), Answer = typeof(WorkspaceRestore))]
    public async Task<WorkspaceRestore> RestoreAsync(
        string sessionId, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        string address = PathOf(sessionId);
        LocalFile bundle = Check(path);
        WorkspaceRestore restore = await _transport.UploadAsync(
            address, RequestJson.Write(new(), AshJsonContext.Default.WorkspaceBody), "bundle", [bundle],
            AshJsonContext.Default.WorkspaceRestore, PackingTime, bytes => progress?.Report(bytes), cancellationToken).ConfigureAwait(false);
        restore.SessionId = sessionId;
        restore.Length = bundle.Length;
        return restore;
    }

    /// <summary>Looks whether a file can be put back as a workspace.</summary>
    /// <param name="path">The tar.gz on this machine.</param>
    /// <returns>The file.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: as of <see cref="RestoreAsync"/>.
    /// </exception>
    public static LocalFile Check(string path)
    {
        FileInfo info = new(path);
        if (!info.Exists) throw Require.Invalid($"There is no file {info.FullName}.");
        LocalFile bundle = new(info.Name, info.FullName, info.Length);
        Span<byte> start = stackalloc byte[2];
        using (FileStream stream = bundle.Open())
        {
            if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || start is not [0x1f, 0x8b])
                throw Require.Invalid($"The file {bundle.FullName} is no tar.gz.");
        }
        return bundle.Length <= MaxLength ? bundle : throw new AshException(AshErrorCause.PayloadTooLarge,
            $"The file {bundle.FullName} has {bundle.Length:N0} bytes; the server takes workspaces of up to {MaxLength:N0}.");
    }

    private static string PathOf(string sessionId) => SessionRoutes.PathOf(sessionId) + "/workspace";
}
