namespace Ash.Emulation.Files;

/// <summary>Files by their path, with <c>/</c> between folders: an agent's folder or a session's workspace.</summary>
internal sealed class FileTree
{
    private readonly object _gate = new();
    private readonly SortedDictionary<string, StoredFile> _files = new(FolderOrder.Instance);

    /// <summary>Reads a folder of this machine.</summary>
    public static FileTree Load(string folder)
    {
        var tree = new FileTree();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (!SkippedFiles.IsSkipped(path, includeHidden: false))
                tree.Write(path, File.ReadAllBytes(file.FullName), file.LastWriteTimeUtc);
        }

        return tree;
    }

    public void Write(string path, byte[] bytes, DateTimeOffset now)
    {
        lock (_gate)
            _files[Normalize(path)] = new StoredFile(Normalize(path), bytes, now);
    }

    public bool Delete(string path)
    {
        lock (_gate)
            return _files.Remove(Normalize(path));
    }

    public StoredFile? Find(string path)
    {
        lock (_gate)
            return _files.GetValueOrDefault(Normalize(path));
    }

    public bool IsFolder(string path)
    {
        var prefix = Normalize(path) + "/";
        lock (_gate)
            return _files.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal));
    }

    public IReadOnlyList<StoredFile> List()
    {
        lock (_gate)
            return [.. _files.Values];
    }

    /// <summary>A copy that changes on its own.</summary>
    public FileTree Copy(DateTimeOffset? modifiedAt = null)
    {
        var copy = new FileTree();
        foreach (var file in List())
            copy.Write(file.Path, file.Bytes, modifiedAt ?? file.ModifiedAt);
        return copy;
    }

    private static string Normalize(string path) =>
        string.Join('/', path.Split('/').Where(part => part.Length > 0 && part != "."));

    /// <summary>The order in which a server walks its folders: name by name, so that <c>a/b</c> comes before <c>a-b</c>.</summary>
    private sealed class FolderOrder : IComparer<string>
    {
        public static readonly FolderOrder Instance = new();

        public int Compare(string? x, string? y) =>
            string.CompareOrdinal(x?.Replace('/', '\0'), y?.Replace('/', '\0'));
    }
}

/// <summary>A file and its bytes.</summary>
internal sealed record StoredFile(string Path, byte[] Bytes, DateTimeOffset ModifiedAt);
