using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A path on the server as a user writes it: that of a file, that of a folder, or one with wildcards.</summary>
internal sealed class ServerPath
{
    public ServerPath(string path)
    {
        // On Windows, folders are parted either way.
        Text = path.Replace(Path.DirectorySeparatorChar, '/').TrimEnd('/');
        if (Text.StartsWith("./", StringComparison.Ordinal)) Text = Text[2..];
    }

    /// <summary>The path, as the server has it where it is one.</summary>
    public string Text { get; }

    public bool HasWildcards => WildcardPattern.ContainsWildcardCharacters(Text);

    /// <summary>
    /// The files that it means. A file of just this name comes first, whatever the name looks like; then a folder, which means all in it;
    /// then what a wildcard is for, which stands for folders too.
    /// </summary>
    public IEnumerable<ServerFile> Among(IReadOnlyList<ServerFile> files)
    {
        if (Text is "" or ".") return files;
        if (files.FirstOrDefault(file => file.Path == Text) is { } exact) return [exact];
        string folder = Text + "/";
        ServerFile[] inFolder = [.. files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal))];
        if (inFolder.Length > 0 || !HasWildcards) return inFolder;
        WildcardPattern pattern = Wildcard.Of(Text);
        return files.Where(file => pattern.IsMatch(file.Path));
    }
}
