using System.Formats.Tar;
using System.IO.Compression;

namespace Ash.Emulation.Files;

/// <summary>Packs files into a tar.gz and unpacks them.</summary>
internal static class WorkspaceBundle
{
    private const int MostBytes = 100 * 1024 * 1024;

    public static byte[] Pack(FileTree files)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            var folders = new HashSet<string>();
            WriteFolder(tar, "./");
            foreach (var file in files.List().Where(file => !SkippedFiles.OfBundle(file.Path)))
            {
                for (var end = file.Path.IndexOf('/', StringComparison.Ordinal); end > 0; end = file.Path.IndexOf('/', end + 1))
                {
                    if (folders.Add(file.Path[..end]))
                        WriteFolder(tar, $"./{file.Path[..end]}/");
                }

                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"./{file.Path}")
                {
                    DataStream = new MemoryStream(file.Bytes),
                    ModificationTime = file.ModifiedAt,
                });
            }
        }

        return Check(bytes.ToArray());
    }

    public static void Unpack(byte[] bundle, FileTree files)
    {
        Check(bundle);
        if (bundle is not [0x1f, 0x8b, ..])
            throw new InvalidOperationException("Invalid bundle: not a gzip file");
        foreach (var file in ReadAll(bundle))
            files.Write(file.Path, file.Bytes, file.ModifiedAt);
    }

    private static byte[] Check(byte[] bundle) => bundle.Length > MostBytes
        ? throw new InvalidOperationException($"Bundle exceeds maximum size of {MostBytes} bytes")
        : bundle;

    private static List<StoredFile> ReadAll(byte[] bundle)
    {
        try
        {
            var files = new List<StoredFile>();
            using var gzip = new GZipStream(new MemoryStream(bundle), CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    continue;
                if (entry.Name.Split('/').Contains(".."))
                    throw new InvalidDataException($"tar: {entry.Name}: Member name contains '..'");
                var bytes = new MemoryStream();
                entry.DataStream?.CopyTo(bytes);
                files.Add(new StoredFile(entry.Name, bytes.ToArray(), entry.ModificationTime));
            }

            return files;
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidOperationException($"Command failed: tar xzf /tmp/ash-bundle.tar.gz\n{problem.Message}", problem);
        }
    }

    private static void WriteFolder(TarWriter tar, string name) => tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name)
    {
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute,
    });
}
