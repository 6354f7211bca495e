namespace Ash.Emulation.Files;

/// <summary>What the server leaves out, which is something else each time.</summary>
internal static class SkippedFiles
{
    private static readonly string[] Always = ["node_modules", ".git", "__pycache__"];
    private static readonly string[] Hidden = [".cache", ".npm", ".pnpm-store", ".yarn", ".venv", "venv", ".tmp", "tmp"];
    private static readonly string[] Extensions = [".sock", ".lock", ".pid"];
    private static readonly string[] Secret = [".env", ".env.local", ".env.production", ".env.development"];

    /// <summary>What is not listed of a workspace.</summary>
    public static bool OfSession(string path, bool includeHidden) =>
        Has(path, Always) || HasName(path, ".DS_Store") || HasEnding(path) || (!includeHidden && Has(path, Hidden));

    /// <summary>What is not listed of an agent.</summary>
    public static bool OfAgent(string path) => Has(path, Always) || Has(path, Hidden) || HasEnding(path);

    /// <summary>What is not kept of a workspace whose sandbox goes.</summary>
    public static bool OfSnapshot(string path) => OfAgent(path);

    /// <summary>What is not packed of a workspace.</summary>
    public static bool OfBundle(string path) => Has(path, Always) || Has(path, Hidden) || Has(path, Secret) || HasName(path, ".DS_Store");

    private static bool Has(string path, string[] names) => path.Split('/').Any(names.Contains);

    private static bool HasName(string path, string name) => path.Split('/').Contains(name);

    private static bool HasEnding(string path) =>
        path.Split('/').Any(name => Extensions.Any(extension => name.EndsWith(extension, StringComparison.Ordinal)));
}
