using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ash.Emulation.Tests.Recordings;

/// <summary>An exchange with a real server: the bytes of the request and those of the answer.</summary>
public sealed partial class Recording
{
    private const string Separator = "=====RESPONSE=====\r\n";
    private static readonly string? Folder = FindFolder();

    private Recording(string request, byte[] answer)
    {
        Request = request;
        Answer = new HttpAnswer(answer);
    }

    /// <summary>Why there are no recordings, or null when there are.</summary>
    public static string? WhyAbsent => Folder is null ? "There are no recordings of a real server beside this repository." : null;

    /// <summary>The server's own description, which lies beside the recordings.</summary>
    public static string SpecPath => Path.Combine(Folder!, "..", "openapi.json");

    public string Request { get; }

    public HttpAnswer Answer { get; }

    public static Recording Load(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder!, $"{name}.http"));
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Separator));
        var request = Encoding.UTF8.GetString(bytes, 0, at);
        // The recorder ends the request with a line of its own.
        var note = bytes.AsSpan().IndexOf("\r\n=====NOTE====="u8);
        var end = note < 0 ? bytes.Length : note;
        return new Recording(FillIn(request[..^2]), bytes[(at + Separator.Length)..end]);
    }

    // Long bodies were cut in the middle of a run of one character, in the only text of a JSON object.
    private static string FillIn(string request) => LeftOut().Replace(request, match =>
    {
        const string End = "\"}";
        var length = 1 + int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
        return new string(match.Groups[1].Value[0], length - End.Length) + End;
    });

    [GeneratedRegex(@"(.)\.\.\.\[(\d+) bytes of request left out\]\.\.\.")]
    private static partial Regex LeftOut();

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Ash.sln")))
                continue;
            // Beside the repository, or beside the folder that holds its work trees.
            string[] places = ["../shared/ash-api/recordings", "../../shared/ash-api/recordings"];
            return places.Select(place => Path.GetFullPath(Path.Combine(folder.FullName, place))).FirstOrDefault(Directory.Exists);
        }

        return null;
    }
}
