namespace Ash.Commands;

/// <summary>The files that a command has written. -Force replaces what was there before, and not what came a moment ago.</summary>
internal sealed class WrittenFiles
{
    private readonly Dictionary<string, string> _sources =
        new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a file for something.</summary>
    /// <param name="file">The file of this machine.</param>
    /// <param name="source">What goes into it.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.FileNotWritten"/>: something else has gone into it.</exception>
    public void Add(string file, string source)
    {
        if (_sources.TryAdd(file, source) || _sources[file] == source) return;
        throw new AshException(AshErrorCause.FileNotWritten, $"The file {file} has just been written from {_sources[file]}: {source} needs another.");
    }
}
