using Ash.Emulation.Routing;

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
            if (!SkippedFiles.OfAgent(path))
                tree.Write(path, File.ReadAllBytes(file.FullName), file.LastWriteTimeUtc);
        }

        return tree;
    }

    /// <summary>The path that parts such as <c>..</c> lead to, or null where they lead out of the tree.</summary>
    public static string? Resolve(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    /// <summary>Writes a file, over one that is there.</summary>
    /// <exception cref="SystemErrorException">There is a folder, or a file where a folder would have to be.</exception>
    public void Write(string path, byte[] bytes, DateTimeOffset now)
    {
        var name = Normalize(path);
        lock (_gate)
        {
            if (name.Length == 0 || path.EndsWith('/') || HasFolder(name))
                throw new SystemErrorException("EISDIR", "illegal operation on a directory", "open", name);
            for (var end = name.LastIndexOf('/'); end > 0; end = name.LastIndexOf('/', end - 1))
            {
                if (_files.ContainsKey(name[..end]))
                    throw new SystemErrorException("EEXIST", "file already exists", "mkdir", name[..end]);
            }

            _files[name] = new StoredFile(name, bytes, now);
        }
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
        lock (_gate)
            return HasFolder(Normalize(path));
    }

    public IReadOnlyList<StoredFile> List()
    {
        lock (_gate)
            return [.. _files.Values];
    }

    /// <summary>A copy that changes on its own.</summary>
    public FileTree Copy()
    {
        var copy = new FileTree();
        foreach (var file in List())
            copy.Write(file.Path, file.Bytes, file.ModifiedAt);
        return copy;
    }

    /// <summary>What a server keeps of a workspace whose sandbox goes: a copy without caches, made now.</summary>
    public FileTree TakeSnapshot(DateTimeOffset now)
    {
        var snapshot = new FileTree();
        foreach (var file in List().Where(file => !SkippedFiles.OfSnapshot(file.Path)))
            snapshot.Write(file.Path, file.Bytes, now);
        return snapshot;
    }

    private static string Normalize(string path) =>
        string.Join('/', path.Split('/').Where(part => part.Length > 0 && part != "."));

    private bool HasFolder(string path)
    {
        var prefix = path.Length == 0 ? "" : path + "/";
        return _files.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal));
    }

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
