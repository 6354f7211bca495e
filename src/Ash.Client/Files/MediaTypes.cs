namespace Ash;

/// <summary>The media type of a file, from its content where that tells, or else from its name.</summary>
internal static class MediaTypes
{
    private const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain", [".log"] = "text/plain", [".md"] = "text/markdown", [".csv"] = "text/csv", [".html"] = "text/html",
        [".htm"] = "text/html", [".css"] = "text/css", [".xml"] = "application/xml", [".yaml"] = "text/yaml", [".yml"] = "text/yaml",
        [".json"] = "application/json", [".js"] = "text/javascript", [".ts"] = "text/typescript", [".py"] = "text/x-python",
        [".cs"] = "text/x-csharp", [".ps1"] = "text/x-powershell", [".sh"] = "text/x-shellscript", [".sql"] = "text/x-sql",
        [".svg"] = "image/svg+xml", [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".gif"] = "image/gif",
        [".webp"] = "image/webp", [".pdf"] = "application/pdf", [".zip"] = "application/zip", [".gz"] = "application/gzip",
        [".tgz"] = "application/gzip", [".tar"] = "application/x-tar",
    };

    /// <summary>The type that a name's ending stands for.</summary>
    public static string FromName(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name), Unknown);

    /// <summary>The type that the content itself tells; null where it does not.</summary>
    public static string? FromContent(ReadOnlySpan<byte> content) =>
        content is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] ? "image/png"
        : content is [0xff, 0xd8, 0xff, ..] ? "image/jpeg"
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? "image/gif"
        : content.StartsWith("RIFF"u8) && content.Length >= 12 && content[8..].StartsWith("WEBP"u8) ? "image/webp"
        : content.StartsWith("%PDF-"u8) ? "application/pdf"
        : null;
}
