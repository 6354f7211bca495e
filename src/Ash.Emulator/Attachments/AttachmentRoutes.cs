using System.Collections.Immutable;
using Ash.Emulation.Files;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Attachments;

/// <summary>Files that are kept beside a session, in the order in which they were added.</summary>
internal sealed class AttachmentRoutes(SessionStore sessions, TimeProvider clock)
{
    private ImmutableList<Attachment> _attachments = [];

    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/sessions/{id}/attachments", Add) { Declares = [400, 404, 413] },
        new("GET", "/api/sessions/{id}/attachments", List),
        new("GET", "/api/attachments/{attachmentId}", Get),
        new("DELETE", "/api/attachments/{attachmentId}", Delete),
    ];

    private HttpReply Add(RouteRequest request)
    {
        var body = request.Body();
        var name = body.Text("filename", minLength: 1);
        var mediaType = body.OptionalText("mimeType") ?? MediaTypes.Unknown;
        var content = body.Text("content");
        var messageId = body.OptionalText("messageId");
        if (messageId is not null && !Guid.TryParseExact(messageId, "D", out _))
            throw body.Invalid("messageId", "must match format \"uuid\"");
        var session = sessions.Get(request.SessionId);
        var bytes = FileReplies.Decode(content);
        if (bytes.Length == 0)
            throw new RequestRefusedException(400, "Empty attachment content");

        var now = clock.GetUtcNow();
        var attachment = new Attachment(Guid.NewGuid().ToString(), session.Id, NameOf(name), mediaType, bytes, messageId, now);
        // The agent finds a copy, which goes its own way from then on.
        if (session.Sandbox is { IsAlive: true } sandbox)
            sandbox.Files.Write($"attachments/{attachment.FileName}", bytes, now);
        ImmutableInterlocked.Update(ref _attachments, list => list.Add(attachment));
        return HttpReply.Json(201, JsonBytes.Object(json =>
        {
            json.WritePropertyName("attachment");
            attachment.WriteTo(json);
        }));
    }

    private HttpReply List(RouteRequest request)
    {
        var session = sessions.Get(request.SessionId);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("attachments");
            foreach (var attachment in _attachments.Where(attachment => attachment.SessionId == session.Id))
                attachment.WriteTo(json);
            json.WriteEndArray();
        }));
    }

    private HttpReply Get(RouteRequest request)
    {
        var attachment = Find(request);
        return new HttpReply(200)
        {
            Body = attachment.Bytes,
            Headers =
            {
                ("content-type", attachment.MediaType),
                ("x-content-type-options", "nosniff"),
                ("content-disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(attachment.FileName)}"),
            },
        };
    }

    private HttpReply Delete(RouteRequest request)
    {
        var attachment = Find(request);
        ImmutableInterlocked.Update(ref _attachments, list => list.Remove(attachment));
        return new HttpReply(204);
    }

    private Attachment Find(RouteRequest request)
    {
        var id = request.AttachmentId;
        return _attachments.Find(attachment => attachment.Id == id) ?? throw new RequestRefusedException(404, "Attachment not found");
    }

    /// <summary>The last part of a path, or a name in place of one that is none.</summary>
    private static string NameOf(string path)
    {
        var name = path.TrimEnd('/').Split('/')[^1].Replace("\0", "", StringComparison.Ordinal);
        return name is "" or "." or ".." ? "unnamed" : name;
    }
}
