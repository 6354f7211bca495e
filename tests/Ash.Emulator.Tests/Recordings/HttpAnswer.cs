using System.Globalization;
using System.Text;

namespace Ash.Emulation.Tests.Recordings;

/// <summary>The raw bytes of an answer, taken apart.</summary>
public sealed class HttpAnswer
{
    public HttpAnswer(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.True(end > 0, $"No HTTP answer: {Encoding.UTF8.GetString(bytes)}");
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        StatusLine = lines[0];
        Headers = [.. lines.Skip(1).Select(line => (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim()))];
        var body = bytes[(end + 4)..];
        Chunks = Header("transfer-encoding") == "chunked" ? ReadChunks(body) : [body];
        var joined = new MemoryStream();
        foreach (var chunk in Chunks)
            joined.Write(chunk);
        Body = Encoding.UTF8.GetString(joined.ToArray());
    }

    public string StatusLine { get; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    public IReadOnlyList<byte[]> Chunks { get; }

    /// <summary>Whether the last chunk came.</summary>
    public bool IsComplete { get; private set; } = true;

    public string Body { get; }

    public bool IsEventStream => Header("content-type") == "text/event-stream";

    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public IReadOnlyList<Frame> Frames() =>
    [
        .. Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var lines = text.Split('\n');
            return new Frame(lines[0]["event: ".Length..], lines[1]["data: ".Length..]);
        }),
    ];

    private List<byte[]> ReadChunks(byte[] body)
    {
        var chunks = new List<byte[]>();
        var at = 0;
        while (body.AsSpan(at).IndexOf("\r\n"u8) is var line and >= 0)
        {
            var text = Encoding.ASCII.GetString(body, at, line);
            if (text.Length == 0)
                break;
            var size = int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                return chunks;
            at += line + 2;
            chunks.Add(body[at..Math.Min(at + size, body.Length)]);
            at = Math.Min(at + size + 2, body.Length);
        }

        IsComplete = false;
        return chunks;
    }
}
