using System.Globalization;
using System.Text;

namespace Ash.Emulation.Http;

/// <summary>The request line and the headers.</summary>
internal sealed class RequestHead
{
    private RequestHead(string method, string target, bool isHttp10, Dictionary<string, string> headers)
    {
        Method = method;
        Headers = headers;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        Path = question < 0 ? target : target[..question];
        Query = question < 0 ? "" : target[(question + 1)..];
        IsChunked = headers.TryGetValue("transfer-encoding", out var coding)
            && coding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
        WantsClose = headers.TryGetValue("connection", out var connection)
            ? connection.Contains("close", StringComparison.OrdinalIgnoreCase)
            : isHttp10;
    }

    public string Method { get; }

    public string Path { get; }

    public string Query { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public bool IsChunked { get; }

    public long ContentLength { get; private init; }

    public bool WantsClose { get; }

    public bool HasBody => IsChunked || ContentLength > 0;

    public bool ExpectsContinue =>
        Headers.TryGetValue("expect", out var expect) && expect.Equals("100-continue", StringComparison.OrdinalIgnoreCase);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Reads a head that ends before the blank line; null when it is no HTTP request.</summary>
    public static RequestHead? Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        var words = lines[0].TrimEnd('\r').Split(' ');
        if (words.Length != 3 || !IsToken(words[0]) || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
            return null;

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var raw in lines.AsSpan(1))
        {
            var line = raw.TrimEnd('\r');
            if (line.Length == 0)
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !IsToken(line[..colon]))
                return null;
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before}, {value}" : value;
        }

        var target = AsPath(words[1]);
        long length = 0;
        if (target is null
            || (headers.TryGetValue("content-length", out var text)
                && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length)
                    // Both at once is how requests are smuggled; a real server refuses it too.
                    || headers.ContainsKey("transfer-encoding"))))
        {
            return null;
        }

        return new RequestHead(words[0], target, words[2] == "HTTP/1.0", headers) { ContentLength = length };
    }

    // A client that thinks it speaks to a proxy sends the whole address.
    private static string? AsPath(string target) =>
        target.StartsWith('/') ? target
        : Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.PathAndQuery
        : target == "*" ? target
        : null;

    private static bool IsToken(string text)
    {
        return text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
    }
}
