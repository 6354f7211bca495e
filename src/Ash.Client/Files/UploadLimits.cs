using System.Text;
using Ash.Http;

namespace Ash;

/// <summary>What a server takes of files in one request, and how files are divided over requests by it.</summary>
internal sealed class UploadLimits
{
    /// <summary>For an agent: the limit of most routes, and each file goes whole, as base64.</summary>
    public static readonly UploadLimits Agent = new() { Body = RequestJson.BodyLimit, EntryOverhead = 32 };

    /// <summary>For a session's workspace.</summary>
    public static readonly UploadLimits Session = new()
    {
        Body = 200 * 1024 * 1024, EntryOverhead = 256, Files = 500, FileLength = 50 * 1024 * 1024, Length = 100 * 1024 * 1024,
    };

    /// <summary>The largest body, in bytes.</summary>
    public required long Body { get; init; }

    /// <summary>The JSON around a file's path and content, in bytes.</summary>
    public required int EntryOverhead { get; init; }

    /// <summary>The most files.</summary>
    public int Files { get; init; } = int.MaxValue;

    /// <summary>The largest file, in bytes.</summary>
    public long FileLength { get; init; } = long.MaxValue;

    /// <summary>The most bytes of all files together, before they are base64.</summary>
    public long Length { get; init; } = long.MaxValue;

    /// <summary>Says whether a file goes up at all.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.PayloadTooLarge"/>: it is too large for any request.</exception>
    public void Check(LocalFile file)
    {
        if (file.Length <= FileLength && EntrySize(file) + EntryOverhead <= Body) return;
        string limit = FileLength == long.MaxValue ? "up to about 780,000" : $"up to {FileLength:N0}";
        throw new AshException(AshErrorCause.PayloadTooLarge, $"The file {file.Path} has {file.Length:N0} bytes; the server takes files of {limit}.");
    }

    /// <summary>Divides files over requests, in their order.</summary>
    /// <param name="files">The files.</param>
    /// <param name="firstOverhead">What else goes with the first request, in bytes.</param>
    /// <returns>At least one batch.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.PayloadTooLarge"/>: a file is too large for any request.</exception>
    public IReadOnlyList<IReadOnlyList<LocalFile>> Split(IEnumerable<LocalFile> files, int firstOverhead = 0)
    {
        List<IReadOnlyList<LocalFile>> batches = [];
        List<LocalFile> batch = [];
        long body = EntryOverhead + firstOverhead;
        long length = 0;
        foreach (LocalFile file in files)
        {
            Check(file);
            long size = EntrySize(file);
            if (batch.Count > 0 && (batch.Count == Files || body + size > Body || length + file.Length > Length))
            {
                batches.Add(batch);
                batch = [];
                body = EntryOverhead;
                length = 0;
            }
            batch.Add(file);
            body += size;
            length += file.Length;
        }
        batches.Add(batch);
        return batches;
    }

    private long EntrySize(LocalFile file) =>
        EntryOverhead + 2L * Encoding.UTF8.GetByteCount(file.Path) + Base64Length(file.Length);

    /// <summary>How long so many bytes are as base64.</summary>
    public static long Base64Length(long length) => (length + 2) / 3 * 4;
}
