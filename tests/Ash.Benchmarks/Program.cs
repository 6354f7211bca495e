using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Ash.Benchmarks;

/// <summary>
/// <c>serve</c> is the load server; <c>compare [message] [rounds]</c> runs the contenders side by side; anything else goes to
/// BenchmarkDotNet, for example <c>--filter *</c>.
/// </summary>
internal static class Program
{
    private static async Task Main(string[] args)
    {
        switch (args)
        {
            case ["serve"]:
                await LoadServer.ServeAsync();
                break;
            case ["compare", .. var rest]:
                await SideBySide.RunAsync(rest.ElementAtOrDefault(0) ?? "mixed 200000",
                    int.Parse(rest.ElementAtOrDefault(1) ?? "11", CultureInfo.InvariantCulture));
                break;
            default:
                // In this process: the rules of this repository (warnings are errors, …) are not made for projects that are generated.
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
                    args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
                break;
        }
    }
}
