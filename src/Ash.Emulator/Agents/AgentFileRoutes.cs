using Ash.Emulation.Files;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Agents;

/// <summary>The files of an agent.</summary>
internal sealed class AgentFileRoutes(AgentStore agents, TimeProvider clock)
{
    public IEnumerable<Route> All() =>
    [
        new("GET", "/api/agents/{name}/files", List),
        new("POST", "/api/agents/{name}/files", Upload),
        new("GET", "/api/agents/{name}/files/{*}", Get),
        new("DELETE", "/api/agents/{name}/files/{*}", Delete),
    ];

    private HttpReply List(RouteRequest request)
    {
        var files = agents.Get(request.AgentName).OpenFiles()
            ?? throw new RequestRefusedException(404, "Agent directory not found on disk");
        return HttpReply.Json(200, JsonBytes.Object(json =>
            FileReplies.WriteList(json, files.List().Where(file => !SkippedFiles.OfAgent(file.Path)))));
    }

    private HttpReply Get(RouteRequest request)
    {
        var format = request.QueryChoice("format", "json", "raw") ?? "json";
        var files = agents.Get(request.AgentName).OpenFiles() ?? new FileTree();
        var file = FileReplies.Find(files, request.FilePath);
        return format == "json"
            ? FileReplies.AsJson(file, source: null)
            : FileReplies.AsBytes(file, RawType(file.Path), source: null);
    }

    private HttpReply Upload(RouteRequest request)
    {
        var files = UploadedFile.ReadAll(request.Body(), required: true);
        var tree = WritableFiles(request);
        var written = 0;
        foreach (var file in files)
        {
            // Unlike a deploy this route checks where the path leads, and keeps what it wrote before the bad one.
            var path = FileTree.Resolve(file.Path)
                ?? throw new RequestRefusedException(400, $"Path \"{file.Path}\" escapes agent directory");
            tree.Write(path, file.Bytes, clock.GetUtcNow());
            written++;
        }

        return HttpReply.Json(200, JsonBytes.Object(json => json.WriteNumber("written", written)));
    }

    private HttpReply Delete(RouteRequest request)
    {
        var tree = WritableFiles(request);
        var path = FileTree.Resolve(request.FilePath) ?? throw new RequestRefusedException(400, "Path escapes agent directory");
        if (tree.IsFolder(path))
            throw new SystemErrorException("EISDIR", "illegal operation on a directory", "unlink", path);
        if (!tree.Delete(path))
            throw new RequestRefusedException(404, "File not found");
        return HttpReply.Json(200, JsonBytes.Object(json => json.WriteBoolean("deleted", true)));
    }

    // A real server writes into the folder that was deployed by its path. Here that is a folder of whoever runs the
    // emulator, and a test must not change their sources.
    private FileTree WritableFiles(RouteRequest request)
    {
        var agent = agents.Get(request.AgentName);
        return agent.IsManaged
            ? agent.UseManagedFiles()
            : throw new RequestRefusedException(501, "Writing to an agent deployed by its path is not emulated");
    }

    private static string RawType(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".MD" => "text/markdown",
        ".JSON" => "application/json",
        _ => MediaTypes.Unknown,
    };
}
