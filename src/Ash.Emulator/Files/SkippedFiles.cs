namespace Ash.Emulation.Files;

/// <summary>What the server leaves out when it lists a folder.</summary>
internal static class SkippedFiles
{
    private static readonly string[] Always = ["node_modules", ".git", "__pycache__", ".DS_Store"];
    private static readonly string[] Hidden = [".cache", ".npm", ".pnpm-store", ".yarn", ".venv", "venv", ".tmp", "tmp"];
    private static readonly string[] Extensions = [".sock", ".lock", ".pid"];

    public static bool IsSkipped(string path, bool includeHidden) =>
        path.Split('/').Any(name => Always.Contains(name)
            || (!includeHidden && Hidden.Contains(name))
            || Extensions.Any(extension => name.EndsWith(extension, StringComparison.Ordinal)));
}
