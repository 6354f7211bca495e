namespace Ash.PowerShell.Tests;

/// <summary>Runs each file of the Pester suite in a pwsh of its own, so that <c>dotnet test</c> is the one test command.</summary>
public sealed class PesterTests
{
    /// <summary>The files of the suite, and the samples' own tests.</summary>
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(PesterSuite.Folder, "*.Tests.ps1")
            .Concat(Directory.GetFiles(Path.Combine(PesterSuite.Folder, "..", "..", "samples", "runbooks"), "*.Tests.ps1"))
            .Select(static file => Path.GetRelativePath(PesterSuite.Folder, file)).Order(StringComparer.Ordinal)];

    [PesterTheory]
    [MemberData(nameof(Files))]
    public async Task Pester_file_passes(string file)
    {
        (int exitCode, string output) = await PesterSuite.RunAsync(
            "-NoProfile", "-NonInteractive", "-File", Path.Combine(PesterSuite.Folder, "Invoke-Suite.ps1"), file);
        Assert.True(exitCode == 0, output);
    }
}
