using Ash.Http;

namespace Ash;

/// <summary>A file of this machine that goes up to a server.</summary>
public sealed class LocalFile
{
    internal LocalFile(string path, string fullName, long length)
    {
        Path = path;
        FullName = fullName;
        Length = length;
    }

    /// <summary>Where it is to lie on the server, with <c>/</c> between folders.</summary>
    public string Path { get; }

    /// <summary>Where it lies on this machine.</summary>
    public string FullName { get; }

    /// <summary>Its size in bytes.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>The file that a path names, under its name, or all files of the folder that it names, under the folder's.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="isLeftOut">Which files and folders of a folder do not go up, by their name.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is no such file, or it cannot be read.</exception>
    internal static IReadOnlyList<LocalFile> Find(string path, Func<string, bool> isLeftOut)
    {
        FileInfo file = new(path);
        // Its size is that of what a link leads to.
        if (file.Exists && ContentOf(file) is { } content) return [new(file.Name, file.FullName, content.Length)];
        DirectoryInfo folder = new(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        if (!folder.Exists) throw Require.Invalid($"There is no file or folder {folder.FullName}.");
        return InFolder(folder, folder.Parent is null ? string.Empty : folder.Name + "/", isLeftOut);
    }

    /// <summary>All files of a folder, by path.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">What their paths begin with.</param>
    /// <param name="isLeftOut">Which files and folders do not go up, by their name.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: a folder cannot be read.</exception>
    internal static IReadOnlyList<LocalFile> InFolder(DirectoryInfo folder, string prefix, Func<string, bool> isLeftOut)
    {
        List<LocalFile> files = [];
        try
        {
            Collect(folder, prefix, isLeftOut, files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"The folder {folder.FullName} cannot be read: {e.Message}", e);
        }
        files.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    /// <summary>The same file in a folder on the server.</summary>
    internal LocalFile In(string? folder) => string.IsNullOrEmpty(folder) ? this : new($"{folder}/{Path}", FullName, Length);

    /// <summary>Opens it for reading.</summary>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/>: it cannot be read, or is not the size any more that it was found with.
    /// </exception>
    internal FileStream Open()
    {
        try
        {
            FileStream stream = new(FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            if (stream.Length == Length) return stream;
            stream.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"The file {FullName} cannot be read: {e.Message}", e);
        }
        throw Changed();
    }

    /// <summary>Reads it whole, which is for those that are small.</summary>
    /// <exception cref="AshException">As of <see cref="Open"/>.</exception>
    internal async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        FileStream stream = Open();
        await using (stream.ConfigureAwait(false))
        {
            byte[] content = new byte[Length];
            int read = await FillAsync(stream, content, cancellationToken).ConfigureAwait(false);
            return read == content.Length ? content : throw Changed();
        }
    }

    /// <summary>Reads the next part of it, whole where there is so much.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it cannot be read.</exception>
    internal async Task<int> FillAsync(FileStream stream, Memory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // Not to be taken for a failure of the connection.
            throw new AshException(AshErrorCause.InvalidRequest, $"The file {FullName} cannot be read: {e.Message}", e);
        }
    }

    internal AshException Changed() => Require.Invalid($"The file {FullName} has changed since its size was looked at. Send it again.");

    private static void Collect(DirectoryInfo folder, string prefix, Func<string, bool> isLeftOut, List<LocalFile> files)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (isLeftOut(entry.Name)) continue;
            switch (entry)
            {
                // A link to a folder may lead in a circle or out of the folder, so it is not followed.
                case DirectoryInfo child when child.LinkTarget is null:
                    Collect(child, prefix + child.Name + "/", isLeftOut, files);
                    break;
                case FileInfo file when ContentOf(file) is { } content:
                    files.Add(new(prefix + file.Name, file.FullName, content.Length));
                    break;
            }
        }
    }

    /// <summary>The file itself, or the one that a link leads to; null where it leads to none.</summary>
    private static FileInfo? ContentOf(FileInfo file)
    {
        if (file.LinkTarget is null) return file;
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target : null;
        }
        catch (IOException)
        {
            // A link that leads to itself.
            return null;
        }
    }
}
