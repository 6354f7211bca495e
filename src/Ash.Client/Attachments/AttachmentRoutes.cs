using Ash.Http;

namespace Ash;

/// <summary>
/// Attachments of sessions: <c>/api/sessions/{id}/attachments</c> and <c>/api/attachments</c>. Every method throws
/// <see cref="AshApiException"/> where the server refuses or is not reached.
/// </summary>
public sealed class AttachmentRoutes
{
    private readonly AshTransport _transport;

    internal AttachmentRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Adds a file to a session: <c>POST /api/sessions/{id}/attachments</c>.</summary>
    /// <param name="sessionId">The session, in whatever state.</param>
    /// <param name="path">The file on this machine.</param>
    /// <param name="mediaType">Its media type; null finds it from the content or the name.</param>
    /// <param name="messageId">The message that it belongs to; null is none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachment.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: the file cannot be read, is empty or has
    /// more than about 780,000 bytes, which are 1 MiB as a request; nothing was sent.
    /// </exception>
    [Operation("POST /api/sessions/{id}/attachments", Body = typeof(AttachmentContentBody), Answer = typeof(AttachmentBody))]
    public async Task<Attachment> AddAsync(
        string sessionId, string path, string? mediaType = null, string? messageId = null, CancellationToken cancellationToken = default)
    {
        string address = PathOf(sessionId);
        if (messageId is not null) Require.Uuid(messageId, "message");
        FileInfo info = new(path);
        if (!info.Exists) throw Require.Invalid($"There is no file {info.FullName}.");
        LocalFile file = new(info.Name, info.FullName, info.Length);
        if (file.Length == 0) throw Require.Invalid($"The file {file.FullName} is empty, and the server takes no empty attachment.");
        // One that is far too large is not even read.
        if (file.Length >= RequestJson.BodyLimit) throw TooLarge(file);
        byte[] content = await file.ReadAsync(cancellationToken).ConfigureAwait(false);
        byte[] body = RequestJson.Write(
            new()
            {
                Filename = file.Path,
                MimeType = mediaType ?? MediaTypes.FromContent(content) ?? MediaTypes.FromName(file.Path),
                MessageId = messageId,
                Content = content,
            },
            AshJsonContext.Default.AttachmentContentBody);
        if (body.Length > RequestJson.BodyLimit) throw TooLarge(file);
        AttachmentBody answer = await _transport.SendAsync(
            HttpMethod.Post, address, body, AshJsonContext.Default.AttachmentBody, cancellationToken).ConfigureAwait(false);
        return answer.Attachment;
    }

    /// <summary>Lists the attachments of a session: <c>GET /api/sessions/{id}/attachments</c>.</summary>
    /// <param name="sessionId">The session, in whatever state.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The attachments, in the server's order.</returns>
    [Operation("GET /api/sessions/{id}/attachments", Answer = typeof(AttachmentListBody))]
    public async Task<IReadOnlyList<Attachment>> ListAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        AttachmentListBody answer = await _transport.GetAsync(
            PathOf(sessionId), AshJsonContext.Default.AttachmentListBody, cancellationToken).ConfigureAwait(false);
        return answer.Attachments;
    }

    /// <summary>Opens an attachment: <c>GET /api/attachments/{id}</c>.</summary>
    /// <param name="id">The attachment's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The file, to be disposed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the id is no UUID; nothing was sent.</exception>
    [Operation("GET /api/attachments/{id}")]
    public Task<FileDownload> OpenAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.DownloadAsync(ItemPathOf(id), TimeSpan.Zero, cancellationToken);

    /// <summary>Removes an attachment: <c>DELETE /api/attachments/{id}</c>. A copy in the workspace stays.</summary>
    /// <param name="id">The attachment's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is removed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the id is no UUID; nothing was sent.</exception>
    [Operation("DELETE /api/attachments/{id}")]
    public Task DeleteAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, ItemPathOf(id), null, cancellationToken);

    private static AshException TooLarge(LocalFile file) => new(AshErrorCause.PayloadTooLarge,
        $"The file {file.FullName} has {file.Length:N0} bytes; the server takes attachments of up to about 780,000, which are 1 MiB as a request.");

    private static string PathOf(string sessionId) => SessionRoutes.PathOf(sessionId) + "/attachments";

    private static string ItemPathOf(string id)
    {
        Require.Uuid(id, "attachment");
        return "/api/attachments/" + id;
    }
}
