namespace Ash;

/// <summary>A folder of this machine that files of a server go into, and never beside it, whatever the server calls them.</summary>
public sealed class DownloadFolder
{
    private static readonly string[] ReservedNames =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. from port in new[] { "COM", "LPT" } from digit in "0123456789¹²³" select port + digit,
    ];

    private readonly bool _hasWindowsNames;

    /// <summary>Makes a folder of this machine such a folder. It need not be there.</summary>
    /// <param name="path">The folder.</param>
    public DownloadFolder(string path)
        : this(path, OperatingSystem.IsWindows())
    {
    }

    internal DownloadFolder(string path, bool hasWindowsNames)
    {
        Path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        _hasWindowsNames = hasWindowsNames;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where a file of the server goes: under its own path, in this folder.</summary>
    /// <param name="path">The file's path on the server, with <c>/</c> between folders.</param>
    /// <param name="overwrite">It may be there already.</param>
    /// <returns>The file's path on this machine.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.FileNotWritten"/>: that path leads out of this folder or cannot be one here, or there is something already.
    /// </exception>
    public string PathOf(string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        string[] parts = path.Split('/');
        if (!parts.All(IsName))
            throw NotWritten($"The server's path '{path}' does not lead into the folder {Path}, or is none that a file can have here.");

        string file = Path;
        foreach (string part in parts[..^1])
        {
            file = System.IO.Path.Combine(file, part);
            // Whoever made it, a link may lead out of the folder.
            if (new DirectoryInfo(file).LinkTarget is not null)
                throw NotWritten($"The server's file '{path}' would be written where the link {file} leads.");
        }
        file = System.IO.Path.Combine(file, parts[^1]);
        if (Directory.Exists(file)) throw NotWritten($"There is a folder {file} where the server's file '{path}' would be written.");
        if (!overwrite && File.Exists(file)) throw NotWritten($"The file {file} is there already.");
        return file;
    }

    private bool IsName(string part)
    {
        if (part is "" or "." or ".." || part.Contains('\0')) return false;
        if (!_hasWindowsNames) return true;
        // A colon is a drive, or a stream of a file; a name that ends in a dot or a blank is another name than it seems.
        return !part.Any(static c => c < ' ' || "<>:\"\\|?*".Contains(c))
            && !part.EndsWith('.') && !part.EndsWith(' ')
            && !ReservedNames.Contains(part.Split('.')[0].TrimEnd(' '), StringComparer.OrdinalIgnoreCase);
    }

    private static AshException NotWritten(string message) => new(AshErrorCause.FileNotWritten, message);
}
