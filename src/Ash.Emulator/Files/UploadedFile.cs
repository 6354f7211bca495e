using Ash.Emulation.Routing;

namespace Ash.Emulation.Files;

/// <summary>A file in a request: a path, and the content in base64.</summary>
internal sealed record UploadedFile(string Path, byte[] Bytes)
{
    public static IReadOnlyList<UploadedFile> ReadAll(RequestFields body, bool required, int minItems = 0, int maxItems = int.MaxValue) =>
        [.. body.Objects("files", required, minItems, maxItems)
            .Select(file => new UploadedFile(file.Text("path"), FileReplies.Decode(file.Text("content"))))];
}
