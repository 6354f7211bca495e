using Ash.Emulation.Files;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Sessions;

/// <summary>The files in a session's workspace.</summary>
internal sealed class SessionFileRoutes(SessionStore sessions, TimeProvider clock)
{
    private const int MostFiles = 500;
    private const int LargestFile = 52_428_800;
    private const long LargestBatch = 104_857_600;

    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/sessions/{id}/files", List),
        new("POST", "/api/sessions/{id}/files", Write) { BodyLimit = 2 * LargestBatch },
        new("GET", "/api/sessions/{id}/files/{*}", Get),
        new("DELETE", "/api/sessions/{id}/files/{*}", Delete),
    ];

    private HttpReply List(RouteRequest request)
    {
        var includeHidden = request.QueryChoice("includeHidden", "true", "false") != "false";
        var (files, source) = Open(request);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            FileReplies.WriteList(json, files.List().Where(file => !SkippedFiles.OfSession(file.Path, includeHidden)));
            json.WriteString("source", source);
        }));
    }

    private HttpReply Get(RouteRequest request)
    {
        var format = request.QueryChoice("format", "json", "raw");
        var (files, source) = Open(request);
        var file = FileReplies.Find(files, request.FilePath);
        if (format == "json")
            return FileReplies.AsJson(file, source);
        FileReplies.RefuseLarge(file);
        return FileReplies.AsBytes(file, MediaTypes.Of(file.Path), source);
    }

    private HttpReply Write(RouteRequest request)
    {
        var body = request.Body();
        var uploads = UploadedFile.ReadAll(body, required: true, minItems: 1, maxItems: MostFiles);
        var target = body.OptionalText("targetPath") ?? ".";
        var (files, _) = Open(request);
        var total = 0L;
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("files");
            foreach (var upload in uploads)
            {
                var error = Write(files, upload, target, ref total);
                json.WriteStartObject();
                json.WriteString("path", upload.Path);
                json.WriteBoolean("written", error is null);
                if (error is null)
                    json.WriteNumber("size", upload.Bytes.Length);
                else
                    json.WriteString("error", error);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }

    private HttpReply Delete(RouteRequest request)
    {
        var (files, _) = Open(request);
        FileReplies.Find(files, request.FilePath);
        files.Delete(request.FilePath);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteString("path", request.FilePath);
            json.WriteBoolean("deleted", true);
        }));
    }

    /// <summary>Writes a file, or says why not.</summary>
    private string? Write(FileTree files, UploadedFile upload, string target, ref long total)
    {
        if (upload.Path.Split('/')[^1] == ".DS_Store")
            return "Skipped: .DS_Store";
        // Only where it is joined to a folder is a path looked at for where it leads, and not for how it is written.
        var path = target is "." ? upload.Path
            : target.StartsWith('/') ? target
            : FileTree.Resolve($"{target}/{upload.Path}");
        if (path is null || FileReplies.Escapes(path))
            return "Invalid file path";
        if (upload.Bytes.Length > LargestFile)
            return $"File too large ({upload.Bytes.Length} bytes, max {LargestFile})";
        total += upload.Bytes.Length;
        if (total > LargestBatch)
            return "Batch size limit exceeded";
        try
        {
            files.Write(path, upload.Bytes, clock.GetUtcNow());
            return null;
        }
        catch (SystemErrorException problem)
        {
            return problem.Message;
        }
    }

    private (FileTree Files, string Source) Open(RouteRequest request) =>
        sessions.Get(request.SessionId).OpenWorkspace()
        ?? throw new RequestRefusedException(404, "No workspace available for this session");
}
