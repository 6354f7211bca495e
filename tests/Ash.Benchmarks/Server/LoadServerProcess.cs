using System.Diagnostics;

namespace Ash.Benchmarks;

/// <summary>The load server in a process of its own, so that what it does is not counted as the client's.</summary>
public sealed class LoadServerProcess : IDisposable
{
    private readonly Process _process;

    private LoadServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static LoadServerProcess Start()
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(LoadServerProcess).Assembly.Location, "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new(process, new(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The load server did not start.")));
    }

    public void Dispose()
    {
        // It runs until its input is closed, and so never longer than the process that started it.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
