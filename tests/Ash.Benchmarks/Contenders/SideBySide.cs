using System.Globalization;

namespace Ash.Benchmarks;

/// <summary>Runs the contenders on the same bytes, one after the other and over again, and prints medians and ratios.</summary>
internal static class SideBySide
{
    private const int WarmUp = 3;

    private static readonly (string Name, Func<Uri, string, Task<Measured>> Run)[] Contenders =
    [
        ("draining the socket", SocketDrain.RunAsync),
        ("a bare SseParser loop", BareLoop.RunAsync),
        ("Ash.Client", ClientLoop.RunAsync),
    ];

    public static async Task RunAsync(string message, int rounds)
    {
        using LoadServerProcess server = LoadServerProcess.Start();
        int events = CannedTurn.For(message).Count;
        List<Measured>[] runs = [.. Contenders.Select(static _ => new List<Measured>())];
        for (int round = 0; round < WarmUp + rounds; round++)
        {
            for (int i = 0; i < Contenders.Length; i++)
            {
                Measured run = await Contenders[i].Run(server.Address, message);
                if (run.Events != 0 && run.Events != events) throw new InvalidOperationException($"{Contenders[i].Name} lost events.");
                if (round >= WarmUp) runs[i].Add(run);
            }
        }

        double[] rates = [.. runs.Select(r => events / Median(r.Select(static m => m.Elapsed.TotalSeconds)))];
        Console.WriteLine($"'{message}', {rounds} rounds, medians");
        for (int i = 0; i < Contenders.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Contenders[i].Name,-24} {rates[i],10:n0} events/s   {rates[i] / rates[1]:0.00} of the bare loop   {Median(runs[i].Select(static m => m.Busy.TotalMicroseconds)) / events:0.00} µs of processor an event   {Median(runs[i].Select(static m => m.OverheadPerEvent)):0} bytes/event beyond its data"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
