namespace Ash.Emulation.Files;

/// <summary>The content type the server sends a workspace file with.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".css"] = "text/css",
        [".js"] = "application/javascript",
        [".mjs"] = "application/javascript",
        [".json"] = "application/json",
        [".xml"] = "application/xml",
        [".csv"] = "text/csv",
        [".txt"] = "text/plain",
        [".md"] = "text/markdown",
        [".yaml"] = "text/yaml",
        [".yml"] = "text/yaml",
        [".toml"] = "text/plain",
        [".ts"] = "text/typescript",
        [".tsx"] = "text/typescript",
        [".jsx"] = "text/javascript",
        [".py"] = "text/x-python",
        [".rb"] = "text/x-ruby",
        [".rs"] = "text/x-rust",
        [".go"] = "text/x-go",
        [".java"] = "text/x-java",
        [".c"] = "text/x-c",
        [".cpp"] = "text/x-c++",
        [".h"] = "text/x-c",
        [".sh"] = "text/x-shellscript",
        [".bash"] = "text/x-shellscript",
        [".zsh"] = "text/x-shellscript",
        [".sql"] = "text/x-sql",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".ico"] = "image/x-icon",
        [".pdf"] = "application/pdf",
        [".zip"] = "application/zip",
        [".gz"] = "application/gzip",
        [".tar"] = "application/x-tar",
        [".wasm"] = "application/wasm",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
        [".ttf"] = "font/ttf",
        [".otf"] = "font/otf",
    };

    public static string Of(string path) => ByExtension.GetValueOrDefault(Path.GetExtension(path), Unknown);
}
