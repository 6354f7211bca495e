using Ash.Http;

namespace Ash;

/// <summary>
/// A local folder to deploy: the files that go up, by the leave-out rules of the <c>ash</c> tool, and the environment that its
/// <c>.env</c> and <c>.env.local</c> hold, which never go up as files.
/// </summary>
public sealed class AgentFolder
{
    private static readonly HashSet<string> LeftOutNames = new(StringComparer.Ordinal)
    {
        "node_modules", ".git", "__pycache__", ".cache", ".npm", ".pnpm-store", ".yarn", ".venv", "venv", ".tmp", "tmp", ".DS_Store",
    };

    private static readonly string[] LeftOutEndings = [".sock", ".lock", ".pid", ".env", ".env.local"];

    private AgentFolder(string path, IReadOnlyList<LocalFile> files, IReadOnlyDictionary<string, string> environment)
    {
        Path = path;
        Files = files;
        Environment = environment;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What goes up, by path.</summary>
    public IReadOnlyList<LocalFile> Files { get; }

    /// <summary>The size of all files together, in bytes.</summary>
    public long Length => Files.Sum(static file => file.Length);

    /// <summary>What <c>.env</c> and <c>.env.local</c> say; the latter wins.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Reads a folder. File contents are read when they are sent.</summary>
    /// <param name="path">The folder; it must hold a CLAUDE.md.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is no such folder, or no CLAUDE.md in it.</exception>
    public static AgentFolder Read(string path)
    {
        DirectoryInfo root = new(path);
        if (!root.Exists) throw Require.Invalid($"There is no folder {root.FullName}.");
        if (!File.Exists(System.IO.Path.Combine(root.FullName, "CLAUDE.md")))
            throw Require.Invalid($"The folder {root.FullName} has no CLAUDE.md, which makes a folder an agent.");

        IReadOnlyList<LocalFile> files = LocalFile.InFolder(root, string.Empty, IsLeftOut);
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (string name in new[] { ".env", ".env.local" })
        {
            string file = System.IO.Path.Combine(root.FullName, name);
            if (File.Exists(file)) EnvironmentFile.ReadInto(environment, File.ReadAllText(file));
        }
        // The last part of the path is the agent's name, unless it is given another.
        return new(System.IO.Path.TrimEndingDirectorySeparator(root.FullName), files, environment);
    }

    /// <summary>What does not belong to an agent, by the name of a file or a folder.</summary>
    internal static bool IsLeftOut(string name) =>
        LeftOutNames.Contains(name) || LeftOutEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
}
