using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Paths as they are typed, as the file system has them. PowerShell has drives of other kinds, Env: and Variable: among them, whose paths
/// would otherwise be taken for those of files in whatever folder the process is in.
/// </summary>
internal static class LocalPath
{
    /// <summary>A file or folder of this machine, there or not.</summary>
    /// <param name="console">The session that it was typed in, whose current folder a relative path starts at.</param>
    /// <param name="path">The path; wildcard characters in it are characters.</param>
    /// <returns>A path for the file system.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: no file can be there.</exception>
    public static string Of(SessionState console, string path)
    {
        try
        {
            string resolved = console.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return IsFileSystem(provider) ? resolved : throw NoPlace(path);
        }
        catch (Exception e) when (IsOfPaths(e))
        {
            throw NoPlace(path, e);
        }
    }

    /// <summary>The files and folders that a path means. One that is there is itself, whatever its name looks like.</summary>
    /// <param name="console">The session that it was typed in.</param>
    /// <param name="path">The path, perhaps with wildcards, or with backticks before characters that are none.</param>
    /// <returns>Paths for the file system: of what there is, where there are wildcards.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: no file can be there, or the wildcard is broken.</exception>
    public static IEnumerable<string> Find(SessionState console, string path)
    {
        string literal = Of(console, path);
        if (Path.Exists(literal)) return [literal];
        if (!WildcardPattern.ContainsWildcardCharacters(path)) return [Of(console, WildcardPattern.Unescape(path))];
        // The engine takes a broken one for one that finds nothing.
        Wildcard.Of(path);
        try
        {
            IEnumerable<string> found = console.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            return IsFileSystem(provider) ? found : throw NoPlace(path);
        }
        catch (Exception e) when (IsOfPaths(e))
        {
            throw NoPlace(path, e);
        }
    }

    private static bool IsFileSystem(ProviderInfo provider) => provider.Name == "FileSystem";

    /// <summary>No such drive or provider, or characters that no path has.</summary>
    private static bool IsOfPaths(Exception e) =>
        e is SessionStateException or ProviderInvocationException or ArgumentException or NotSupportedException;

    private static AshException NoPlace(string path, Exception? inner = null)
    {
        string why = inner is null ? "it leads to no drive of files" : inner.Message.TrimEnd('.');
        return new(AshErrorCause.InvalidRequest, $"{path} is no place for a file: {why}.", inner);
    }
}
