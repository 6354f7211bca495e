using System.Runtime.CompilerServices;
using Ash.Http;
using Ash.Transcripts;

namespace Ash;

/// <summary>
/// The files in an agent's folder: <c>/api/agents/{name}/files</c>. A session has those that were there when it was made. Every method
/// throws <see cref="AshApiException"/> where the server refuses or is not reached.
/// </summary>
public sealed class AgentFileRoutes
{
    private readonly AshTransport _transport;

    internal AgentFileRoutes(AshTransport transport) => _transport = transport;

    /// <summary>
    /// The files that a path of this machine stands for: the file, or everything in the folder but what does not belong to an agent, which
    /// is the same that a deploy leaves out.
    /// </summary>
    /// <param name="path">A file or a folder; its name is what the paths on the server begin with.</param>
    /// <returns>The files.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is no such file, or it cannot be read.</exception>
    public static IReadOnlyList<LocalFile> Find(string path) => LocalFile.Find(path, AgentFolder.IsLeftOut);

    /// <summary>Looks whether a file can be sent, before anything is.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.PayloadTooLarge"/>: it does not go into a request of 1 MiB. <see cref="AshErrorCause.InvalidRequest"/>: it
    /// cannot be read.
    /// </exception>
    public static void Check(LocalFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        UploadLimits.Agent.Check(file);
        file.Open().Dispose();
    }

    /// <summary>Lists the files: <c>GET /api/agents/{name}/files</c>. The server leaves out some for good, such as those in .git.</summary>
    /// <param name="agentName">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The files, in the server's order.</returns>
    [Operation("GET /api/agents/{name}/files", Answer = typeof(AgentFileListBody))]
    public async Task<IReadOnlyList<AgentFile>> ListAsync(string agentName, CancellationToken cancellationToken = default)
    {
        AgentFileListBody answer = await _transport.GetAsync(
            PathOf(agentName), AshJsonContext.Default.AgentFileListBody, cancellationToken).ConfigureAwait(false);
        foreach (AgentFile file in answer.Files) file.AgentName = agentName;
        return answer.Files;
    }

    /// <summary>Opens a file, listed or not: <c>GET /api/agents/{name}/files/{path}</c>.</summary>
    /// <param name="agentName">The agent's name.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The file, to be disposed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the path is not one the server takes; nothing was sent.</exception>
    [Operation("GET /api/agents/{name}/files/{*}", Query = ["format"])]
    public Task<FileDownload> OpenAsync(string agentName, string path, CancellationToken cancellationToken = default) =>
        _transport.DownloadAsync(PathOf(agentName, path) + "?format=raw", TimeSpan.Zero, cancellationToken);

    /// <summary>
    /// Sends files, several in a request by the server's limit: <c>POST /api/agents/{name}/files</c>. Files that are there are replaced.
    /// </summary>
    /// <param name="agentName">The agent's name.</param>
    /// <param name="files">The files, from <see cref="Find"/>.</param>
    /// <param name="folder">The folder of the agent that they go into; null is the agent's own.</param>
    /// <param name="progress">Is told after each request.</param>
    /// <param name="cancellationToken">Ends the call, perhaps with some of the files on the server.</param>
    /// <returns>What became of each file, as soon as the server has said so.</returns>
    /// <exception cref="AshException">
    /// While enumerating: <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: the folder or a file is
    /// not one the server takes, or cannot be read.
    /// </exception>
    public async IAsyncEnumerable<SentAgentFile> SendAsync(
        string agentName, IReadOnlyList<LocalFile> files, string? folder = null, IProgress<UploadProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        Require.AgentName(agentName);
        if (folder is not null) Require.FilePath(folder);
        UploadProgress sent = new(0, 0, files.Count, files.Sum(static file => file.Length));
        foreach (IReadOnlyList<LocalFile> batch in UploadLimits.Agent.Split(files.Select(file => file.In(folder))))
        {
            int written = await WriteAsync(agentName, batch, cancellationToken).ConfigureAwait(false);
            sent = sent with { FilesSent = sent.FilesSent + batch.Count, BytesSent = sent.BytesSent + batch.Sum(static file => file.Length) };
            progress?.Report(sent);
            for (int i = 0; i < batch.Count; i++)
            {
                yield return new()
                {
                    AgentName = agentName,
                    Path = batch[i].Path,
                    Length = batch[i].Length,
                    Written = i < written,
                    Error = i < written ? null : $"The server wrote {written} of {Words.Count(batch.Count, "file")}.",
                };
            }
        }
    }

    /// <summary>Removes a file, listed or not: <c>DELETE /api/agents/{name}/files/{path}</c>.</summary>
    /// <param name="agentName">The agent's name.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is removed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the path is not one the server takes; nothing was sent.</exception>
    [Operation("DELETE /api/agents/{name}/files/{*}", Answer = typeof(DeletedBody))]
    public Task DeleteAsync(string agentName, string path, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, PathOf(agentName, path), null, AshJsonContext.Default.DeletedBody, cancellationToken);

    /// <summary>Sends files in one request, and gives back how many the server has written.</summary>
    [Operation("POST /api/agents/{name}/files", Body = typeof(AgentFilesBody), Answer = typeof(WrittenBody))]
    internal async Task<int> WriteAsync(string agentName, IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        AgentFilesBody body = new() { Files = await ReadAsync(files, cancellationToken).ConfigureAwait(false) };
        WrittenBody answer = await _transport.SendAsync(
            HttpMethod.Post, PathOf(agentName), body, AshJsonContext.Default.AgentFilesBody, AshJsonContext.Default.WrittenBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Written;
    }

    /// <summary>Reads files that go into one request.</summary>
    internal static async Task<IReadOnlyList<PublishBody.FileBody>> ReadAsync(IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        List<PublishBody.FileBody> bodies = new(files.Count);
        foreach (LocalFile file in files)
        {
            byte[] content = await file.ReadAsync(cancellationToken).ConfigureAwait(false);
            bodies.Add(new() { Path = file.Path, Content = content });
        }
        return bodies;
    }

    private static string PathOf(string agentName) => AgentRoutes.PathOf(agentName) + "/files";

    private static string PathOf(string agentName, string path) => $"{PathOf(agentName)}/{FilePath.Escape(path)}";
}
