using System.Text;
using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>
/// A raw exchange with a real server, kept beside the repository: <c>NAME.http</c> is the request, a line, and the response with its
/// chunk framing; <c>NAME.sse</c> the body of an event stream.
/// </summary>
internal sealed class Recording(string name)
{
    private const string Separator = "\r\n=====RESPONSE=====\r\n";

    /// <summary>The recordings; null where they are not.</summary>
    public static string? Folder { get; } = FindFolder();

    public bool IsStream => File.Exists(PathOf(".sse"));

    public byte[] Stream => File.ReadAllBytes(PathOf(".sse"));

    public SeenRequest Request
    {
        get
        {
            byte[] exchange = Exchange;
            byte[] request = exchange[..exchange.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Separator))];
            int end = request.AsSpan().IndexOf("\r\n\r\n"u8);
            return new(Encoding.ASCII.GetString(request, 0, end)) { Body = request[(end + 4)..] };
        }
    }

    /// <summary>The response's bytes, framing and all.</summary>
    public byte[] Response
    {
        get
        {
            byte[] exchange = Exchange;
            byte[] response = exchange[(exchange.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Separator)) + Separator.Length)..];
            int note = response.AsSpan().IndexOf("\r\n=====NOTE====="u8);
            return note < 0 ? response : response[..note];
        }
    }

    public int Status => int.Parse(Encoding.ASCII.GetString(Response.AsSpan(9, 3)), null);

    public JsonNode? ResponseJson
    {
        get
        {
            byte[] response = Response;
            return JsonNode.Parse(response.AsSpan(response.AsSpan().IndexOf("\r\n\r\n"u8) + 4));
        }
    }

    private byte[] Exchange => File.ReadAllBytes(PathOf(".http"));

    /// <summary>The names of all recordings that are as asked for.</summary>
    public static TheoryData<string> Names(Func<Recording, bool> which) => Folder is null
        ? []
        : new(Directory.EnumerateFiles(Folder, "*.http").Select(static path => Path.GetFileNameWithoutExtension(path))
            .Where(name => which(new(name))).Order(StringComparer.Ordinal));

    private string PathOf(string ending) => Path.Combine(Folder!, name + ending);

    private static string? FindFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ash.sln"))) folder = folder.Parent;
        if (folder is null) return null;
        string recordings = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "ash-api", "recordings"));
        return Directory.Exists(recordings) ? recordings : null;
    }
}
