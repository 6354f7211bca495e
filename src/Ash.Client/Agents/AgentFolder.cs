using System.Text;
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
        ".env", ".env.local",
    };

    private static readonly string[] LeftOutEndings = [".sock", ".lock", ".pid"];

    private AgentFolder(string path, IReadOnlyList<AgentFile> files, IReadOnlyDictionary<string, string> environment)
    {
        Path = path;
        Files = files;
        Environment = environment;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>What goes up, by path.</summary>
    public IReadOnlyList<AgentFile> Files { get; }

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

        List<AgentFile> files = [];
        Collect(root, string.Empty, files);
        files.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));

        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (string name in new[] { ".env", ".env.local" })
            ReadEnvironment(System.IO.Path.Combine(root.FullName, name), environment);
        // The last part of the path is the agent's name, unless it is given another.
        return new(System.IO.Path.TrimEndingDirectorySeparator(root.FullName), files, environment);
    }

    private static void Collect(DirectoryInfo folder, string prefix, List<AgentFile> files)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (LeftOutNames.Contains(entry.Name)
                || LeftOutEndings.Any(ending => entry.Name.EndsWith(ending, StringComparison.Ordinal)))
            {
                continue;
            }
            switch (entry)
            {
                // A link to a folder may lead in a circle or out of the agent, so it is not followed.
                case DirectoryInfo child when child.LinkTarget is null:
                    Collect(child, prefix + child.Name + "/", files);
                    break;
                case FileInfo { Exists: true } file:
                    files.Add(new(prefix + file.Name, file.FullName, file.Length));
                    break;
            }
        }
    }

    /// <summary>Lines of <c>NAME=value</c>, with an optional <c>export</c>, quotes around the value, and comments.</summary>
    private static void ReadEnvironment(string path, Dictionary<string, string> environment)
    {
        if (!File.Exists(path)) return;
        foreach (string raw in File.ReadLines(path, Encoding.UTF8))
        {
            string line = raw.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal)) line = line[7..].TrimStart();
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || line[0] == '#') continue;
            environment[line[..equals].TrimEnd()] = Unquote(line[(equals + 1)..].Trim());
        }
    }

    private static string Unquote(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0]) return value[1..^1];
        int comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
