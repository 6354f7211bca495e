using System.Text;

namespace Ash;

/// <summary>Divides files over requests: a server takes a body of one mebibyte, and each file goes whole, as base64.</summary>
internal static class UploadBatches
{
    /// <summary>The server's limit for the body of a deploy, in bytes.</summary>
    public const int BodyLimit = 1024 * 1024;

    /// <summary>The JSON around a file's path and content.</summary>
    private const int FileOverhead = 32;

    /// <param name="files">The files.</param>
    /// <param name="firstOverhead">What else goes with the first batch, in bytes.</param>
    /// <returns>At least one batch. CLAUDE.md is in the first: without it the server would write one of its own.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.PayloadTooLarge"/>: a file is too large for any request.</exception>
    public static IReadOnlyList<IReadOnlyList<AgentFile>> Split(IReadOnlyList<AgentFile> files, int firstOverhead)
    {
        List<IReadOnlyList<AgentFile>> batches = [];
        List<AgentFile> batch = [];
        long size = firstOverhead;
        foreach (AgentFile file in files.OrderByDescending(static file => file.Path == "CLAUDE.md"))
        {
            long length = FileOverhead + 2L * Encoding.UTF8.GetByteCount(file.Path) + (file.Length + 2) / 3 * 4;
            if (length + FileOverhead > BodyLimit)
            {
                throw new AshException(AshErrorCause.PayloadTooLarge,
                    $"The file {file.Path} has {file.Length:N0} bytes; the server takes files of up to about 780,000.");
            }
            if (size + length > BodyLimit && batch.Count > 0)
            {
                batches.Add(batch);
                batch = [];
                size = FileOverhead;
            }
            batch.Add(file);
            size += length;
        }
        batches.Add(batch);
        return batches;
    }
}
