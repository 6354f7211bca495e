using System.Diagnostics;

namespace Ash.PowerShell.Tests;

/// <summary>Where the Pester suite is, and whether this machine can run it.</summary>
internal static class PesterSuite
{
    private const string HasPester = "exit [int](-not (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.5'))";

    private static readonly Lazy<string?> Reason = new(FindReason);

    /// <summary>Why the suite cannot run here; null where it can.</summary>
    public static string? ReasonToSkip => Reason.Value;

    public static string Folder { get; } = FindFolder();

    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("pwsh", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NO_COLOR"] = "1";
        // What the machine's user has set must not lead the tests to a server of theirs.
        start.Environment.Remove("ASH_SERVER_URL");
        start.Environment.Remove("ASH_API_KEY");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    private static string? FindReason()
    {
        try
        {
            (int exitCode, _) = RunAsync("-NoProfile", "-NonInteractive", "-Command", HasPester).GetAwaiter().GetResult();
            return exitCode == 0 ? null : "PESTER SUITE SKIPPED: pwsh has no Pester 5.5 or newer (Install-PSResource Pester).";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "PESTER SUITE SKIPPED: there is no pwsh on the PATH (dotnet tool install --global PowerShell).";
        }
    }

    private static string FindFolder()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ash.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "Ash.PowerShell.Tests");
    }
}
