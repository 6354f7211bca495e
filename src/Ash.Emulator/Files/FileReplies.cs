using System.Globalization;
using System.Text;
using System.Text.Json;
using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Files;

/// <summary>What the file routes of agents and of sessions answer alike.</summary>
internal static class FileReplies
{
    private const int JsonLimit = 1_048_576;
    private const int RawLimit = 104_857_600;

    public static void WriteList(Utf8JsonWriter json, IEnumerable<StoredFile> files)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("size", file.Bytes.Length);
            json.WriteTime("modifiedAt", file.ModifiedAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Finds a file, or refuses the request the way the server does.</summary>
    public static StoredFile Find(FileTree files, string path)
    {
        if (path.Length == 0)
            throw new RequestRefusedException(400, "File path required");
        RefuseEscape(path);
        return files.Find(path)
            ?? throw (files.IsFolder(path)
                ? new RequestRefusedException(400, "Path is not a file")
                : new RequestRefusedException(404, "File not found"));
    }

    public static void RefuseEscape(string path)
    {
        if (Escapes(path))
            throw new RequestRefusedException(400, "Invalid file path");
    }

    public static bool Escapes(string path) =>
        path.Contains("..", StringComparison.Ordinal) || path.StartsWith('/');

    public static HttpReply AsJson(StoredFile file, string? source)
    {
        RefuseLarge(file, JsonLimit);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteString("path", file.Path);
            json.WriteString("content", Encoding.UTF8.GetString(file.Bytes));
            json.WriteNumber("size", file.Bytes.Length);
            if (source is not null)
                json.WriteString("source", source);
        }));
    }

    /// <summary>Refuses to send a file of a session that is too large for it; one of an agent is sent whatever its size.</summary>
    public static void RefuseLarge(StoredFile file, int limit = RawLimit)
    {
        if (file.Bytes.Length > limit)
            throw new RequestRefusedException(400, $"File too large ({file.Bytes.Length} bytes, max {limit})");
    }

    public static HttpReply AsBytes(StoredFile file, string mediaType, string? source)
    {
        var name = Uri.EscapeDataString(file.Path[(file.Path.LastIndexOf('/') + 1)..]);
        var reply = new HttpReply(200)
        {
            Body = file.Bytes,
            Headers = { ("content-type", mediaType), ("content-disposition", $"attachment; filename*=UTF-8''{name}") },
        };
        reply.Headers.Add(("content-length", file.Bytes.Length.ToString(CultureInfo.InvariantCulture)));
        if (source is not null)
            reply.Headers.Add(("x-ash-source", source));
        return reply;
    }

    /// <summary>Decodes base64 as Node does, which leaves out what is no base64 instead of refusing it.</summary>
    public static byte[] Decode(string base64)
    {
        var bytes = new byte[base64.Length / 4 * 3];
        if (base64.Length % 4 == 0 && Convert.TryFromBase64String(base64, bytes, out var length))
            return bytes[..length];
        var clean = new StringBuilder(base64.Length + 3);
        foreach (var c in base64)
        {
            if (c == '=')
                break;
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
                clean.Append(c);
            else if (c is '-' or '_')
                clean.Append(c == '-' ? '+' : '/');
        }

        if (clean.Length % 4 == 1)
            clean.Length--;
        return Convert.FromBase64String(clean.Append('=', (4 - (clean.Length % 4)) % 4).ToString());
    }
}
