using System.Globalization;

namespace Ash.Tests;

/// <summary>Answers that are files.</summary>
internal static class FileAnswers
{
    /// <summary>The head of an answer that brings a file of so many bytes; null does not say how many, and sends chunks.</summary>
    public static byte[] Head(int? length, string name = "a.txt", string type = "text/plain", params string[] headers) => HttpBytes.Utf8(
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Disposition: attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}\r\n"
        + (length is { } size ? $"Content-Length: {size.ToString(CultureInfo.InvariantCulture)}\r\n" : "Transfer-Encoding: chunked\r\n")
        + string.Concat(headers.Select(static header => header + "\r\n")) + "\r\n");

    public static byte[] Whole(byte[] content, string name = "a.txt", string type = "text/plain", params string[] headers) =>
        [.. Head(content.Length, name, type, headers), .. content];

    public static byte[] Whole(string content) => Whole(HttpBytes.Utf8(content));

    /// <summary>Bytes that are the same in every run and repeat nowhere soon.</summary>
    public static byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
