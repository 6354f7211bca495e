using System.Runtime.CompilerServices;
using Ash.Http;

namespace Ash;

/// <summary>
/// The files in a session's workspace: <c>/api/sessions/{id}/files</c>, whatever state the session is in. Every method throws
/// <see cref="AshApiException"/> where the server refuses or is not reached.
/// </summary>
public sealed class SessionFileRoutes
{
    private readonly AshTransport _transport;

    internal SessionFileRoutes(AshTransport transport) => _transport = transport;

    /// <summary>
    /// The files that a path of this machine stands for: the file, or everything in the folder, without the files named .DS_Store that the
    /// server does not take.
    /// </summary>
    /// <param name="path">A file or a folder; its name is what the paths on the server begin with.</param>
    /// <returns>The files.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is no such file, or it cannot be read.</exception>
    public static IReadOnlyList<LocalFile> Find(string path) => LocalFile.Find(path, static name => name == ".DS_Store");

    /// <summary>Looks whether a file can be sent, before anything is.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.PayloadTooLarge"/>: it has more than 50 MiB. <see cref="AshErrorCause.InvalidRequest"/>: it cannot be read.
    /// </exception>
    public static void Check(LocalFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        UploadLimits.Session.Check(file);
        file.Open().Dispose();
    }

    /// <summary>Lists the files: <c>GET /api/sessions/{id}/files</c>. The server leaves out some for good, such as those in .git.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="includeHidden">List those in folders of caches and the like too, such as .cache, .venv and tmp.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The files, in the server's order.</returns>
    [Operation("GET /api/sessions/{id}/files", Query = ["includeHidden"], Answer = typeof(SessionFileListBody))]
    public async Task<IReadOnlyList<SessionFile>> ListAsync(
        string sessionId, bool includeHidden = false, CancellationToken cancellationToken = default)
    {
        SessionFileListBody answer = await _transport.GetAsync(
            $"{PathOf(sessionId)}?includeHidden={(includeHidden ? "true" : "false")}", AshJsonContext.Default.SessionFileListBody,
            cancellationToken).ConfigureAwait(false);
        foreach (SessionFile file in answer.Files) (file.SessionId, file.Source) = (sessionId, answer.Source);
        return answer.Files;
    }

    /// <summary>Opens a file, listed or not: <c>GET /api/sessions/{id}/files/{path}</c>. The server sends files of up to 100 MiB.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The file, to be disposed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the path is not one the server takes; nothing was sent.</exception>
    [Operation("GET /api/sessions/{id}/files/{*}", Query = ["format"])]
    public Task<FileDownload> OpenAsync(string sessionId, string path, CancellationToken cancellationToken = default) =>
        _transport.DownloadAsync(PathOf(sessionId, path) + "?format=raw", TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// Sends files, several in a request by the server's limits: <c>POST /api/sessions/{id}/files</c>. Files that are there are replaced.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="files">The files, from <see cref="Find"/>.</param>
    /// <param name="folder">The folder of the workspace that they go into; null is the workspace itself.</param>
    /// <param name="progress">Is told as the files go out.</param>
    /// <param name="cancellationToken">Ends the call, perhaps with some of the files on the server.</param>
    /// <returns>What became of each file, as soon as the server has said so: one that it did not write stops nothing.</returns>
    /// <exception cref="AshException">
    /// While enumerating: <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: the folder or a file is
    /// not one the server takes, or cannot be read.
    /// </exception>
    [Operation("POST /api/sessions/{id}/files", Body = typeof(SessionFilesBody), Answer = typeof(SentSessionFileListBody))]
    public async IAsyncEnumerable<SentSessionFile> SendAsync(
        string sessionId, IReadOnlyList<LocalFile> files, string? folder = null, IProgress<UploadProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        string address = PathOf(sessionId);
        if (folder is not null) Require.FilePath(folder);
        UploadProgress sent = new(0, 0, files.Count, files.Sum(static file => file.Length));
        foreach (IReadOnlyList<LocalFile> batch in UploadLimits.Session.Split(files))
        {
            SessionFilesBody body = new() { TargetPath = folder, Files = [.. batch.Select(EntryOf)] };
            UploadProgress before = sent;
            SentSessionFileListBody answer = await _transport.UploadAsync(
                address, RequestJson.Write(body, AshJsonContext.Default.SessionFilesBody), "content", batch,
                AshJsonContext.Default.SentSessionFileListBody, TimeSpan.Zero,
                bytes => progress?.Report(before with { BytesSent = before.BytesSent + bytes }), cancellationToken).ConfigureAwait(false);
            sent = sent with { FilesSent = sent.FilesSent + batch.Count, BytesSent = sent.BytesSent + batch.Sum(static file => file.Length) };
            progress?.Report(sent);
            for (int i = 0; i < batch.Count; i++)
            {
                SentSessionFile file = i < answer.Files.Count ? answer.Files[i] : new() { Error = "The server does not say what became of it." };
                file.SessionId = sessionId;
                file.Path = batch[i].In(folder).Path;
                file.Length = batch[i].Length;
                yield return file;
            }
        }
    }

    /// <summary>Removes a file, listed or not: <c>DELETE /api/sessions/{id}/files/{path}</c>.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is removed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the path is not one the server takes; nothing was sent.</exception>
    [Operation("DELETE /api/sessions/{id}/files/{*}", Answer = typeof(DeletedBody))]
    public Task DeleteAsync(string sessionId, string path, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, PathOf(sessionId, path), null, AshJsonContext.Default.DeletedBody, cancellationToken);

    private static SessionFilesBody.EntryBody EntryOf(LocalFile file) => new() { Path = file.Path, MimeType = MediaTypes.FromName(file.Path) };

    private static string PathOf(string sessionId) => SessionRoutes.PathOf(sessionId) + "/files";

    private static string PathOf(string sessionId, string path) => $"{PathOf(sessionId)}/{FilePath.Escape(path)}";
}
