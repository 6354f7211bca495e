using System.Globalization;
using System.Text;

namespace Ash.Tests;

/// <summary>Writes HTTP answers and event streams as bytes.</summary>
internal static class HttpBytes
{
    public const string EventStreamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n";

    public const string LastChunk = "0\r\n\r\n";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Json(int status, string body, params string[] headers) => Answer(status, "application/json; charset=utf-8", body, headers);

    public static byte[] Answer(int status, string? contentType, string body, params string[] headers)
    {
        StringBuilder head = new($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} Reason\r\n");
        if (contentType is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {contentType}\r\n");
        foreach (string header in headers) head.Append(header).Append("\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n").Append(body);
        return Utf8(head.ToString());
    }

    /// <summary>A frame as the server writes it.</summary>
    public static string Frame(string type, string json) => $"event: {type}\ndata: {json}\n\n";

    public static byte[] Chunk(string text) => Chunk(Utf8(text));

    public static byte[] Chunk(ReadOnlySpan<byte> bytes) =>
        [.. Utf8(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. bytes, .. "\r\n"u8];

    /// <summary>A whole answer that streams <paramref name="body"/> in chunks of so many bytes; 0 is one chunk.</summary>
    public static byte[] EventStream(ReadOnlySpan<byte> body, int chunkSize = 0, bool lastChunk = true)
    {
        using MemoryStream answer = new();
        answer.Write(Utf8(EventStreamHead));
        if (chunkSize == 0) chunkSize = Math.Max(1, body.Length);
        for (int at = 0; at < body.Length; at += chunkSize) answer.Write(Chunk(body.Slice(at, Math.Min(chunkSize, body.Length - at))));
        if (lastChunk) answer.Write(Utf8(LastChunk));
        return answer.ToArray();
    }

    public static byte[] EventStream(string body, int chunkSize = 0, bool lastChunk = true) => EventStream(Utf8(body), chunkSize, lastChunk);

    /// <summary>An answer after which a server closes: it says so, or it lacks the end that it announced.</summary>
    public static bool ClosesBehind(ReadOnlySpan<byte> answer)
    {
        int end = answer.IndexOf("\r\n\r\n"u8);
        string head = Encoding.ASCII.GetString(end < 0 ? answer : answer[..end]);
        return end < 0
            || head.Contains("connection: close", StringComparison.OrdinalIgnoreCase)
            || (head.Contains("chunked", StringComparison.Ordinal) && !answer.EndsWith("\r\n0\r\n\r\n"u8));
    }
}
