using System.Formats.Tar;
using System.IO.Compression;

namespace Ash.Emulation.Files;

/// <summary>Packs files into a tar.gz and unpacks them.</summary>
internal static class WorkspaceBundle
{
    public static byte[] Pack(FileTree files)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var file in files.List().Where(file => !SkippedFiles.IsSkipped(file.Path, includeHidden: false)))
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"./{file.Path}")
                {
                    DataStream = new MemoryStream(file.Bytes),
                    ModificationTime = file.ModifiedAt,
                });
            }
        }

        return bytes.ToArray();
    }

    public static void Unpack(byte[] bundle, FileTree files, DateTimeOffset now)
    {
        if (bundle is not [0x1f, 0x8b, ..])
            throw new InvalidOperationException("Invalid bundle: not a gzip file");
        using var gzip = new GZipStream(new MemoryStream(bundle), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data || FileReplies.Escapes(entry.Name))
                continue;
            var bytes = new MemoryStream();
            data.CopyTo(bytes);
            files.Write(entry.Name, bytes.ToArray(), now);
        }
    }
}
