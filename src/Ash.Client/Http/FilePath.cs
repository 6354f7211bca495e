namespace Ash.Http;

/// <summary>Paths of files on the server, as they stand in an address.</summary>
internal static class FilePath
{
    /// <summary>Escapes a path, part by part.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it is not one the server takes.</exception>
    public static string Escape(string path)
    {
        Require.FilePath(path);
        return string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }
}
