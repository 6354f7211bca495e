using System.Diagnostics;

namespace Ash.Benchmarks;

/// <summary>What one run of a contender took.</summary>
/// <param name="Events">How many events it saw; of one that looks for none, 0.</param>
/// <param name="Payload">The bytes of their data.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Busy">The time that processors worked for it, which says more than the clock on a machine that is not quiet.</param>
/// <param name="Allocated">What was allocated meanwhile, by all threads.</param>
public sealed record Measured(long Events, long Payload, TimeSpan Elapsed, TimeSpan Busy, long Allocated)
{
    /// <summary>What an event costs in memory besides its own data.</summary>
    public double OverheadPerEvent => Events == 0 ? 0 : (double)(Allocated - Payload) / Events;

    /// <summary>Measures work that gives back how many events it saw, and the bytes of their data.</summary>
    internal static async Task<Measured> RunAsync(Func<Task<(long Events, long Payload)>> work)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        (long events, long payload) = await work().ConfigureAwait(false);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        return new(events, payload, elapsed, Environment.CpuUsage.TotalTime - busy, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }
}
