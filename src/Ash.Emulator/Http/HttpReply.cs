using System.Globalization;
using System.Text;

namespace Ash.Emulation.Http;

/// <summary>An answer whose body is known before the first byte is sent.</summary>
internal sealed class HttpReply(int status)
{
    public int Status { get; } = status;

    public List<(string Name, string Value)> Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The server ends the connection after this answer, as it does when it could not read the request.</summary>
    public bool Closes { get; init; }

    public static HttpReply Json(int status, ReadOnlyMemory<byte> body, bool closes = false) => new(status)
    {
        Body = body,
        Closes = closes,
        Headers = { ("content-type", "application/json; charset=utf-8") },
    };

    internal byte[] HeadBytes(DateTimeOffset now, bool keepAlive, IEnumerable<(string Name, string Value)> common)
    {
        var text = new StringBuilder("HTTP/1.1 ")
            .Append(Status.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(ReasonPhrases.Of(Status)).Append("\r\n");
        foreach (var (name, value) in common)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        if (Closes)
            text.Append("connection: close\r\n");
        foreach (var (name, value) in Headers)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        // A reply that gives the length itself wants it at another place among its headers.
        if (Status is not (204 or 304) && !Headers.Exists(header => header.Name == "content-length"))
            text.Append(CultureInfo.InvariantCulture, $"content-length: {Body.Length}\r\n");
        text.Append("Date: ").Append(now.ToString("R", CultureInfo.InvariantCulture)).Append("\r\n");
        if (!Closes)
            text.Append(keepAlive ? "Connection: keep-alive\r\nKeep-Alive: timeout=72\r\n" : "Connection: close\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }
}
