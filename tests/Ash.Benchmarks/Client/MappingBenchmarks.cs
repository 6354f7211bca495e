using BenchmarkDotNet.Attributes;

namespace Ash.Benchmarks;

/// <summary>From a frame to an event: the check of its JSON, and the event itself.</summary>
[MemoryDiagnoser]
public class MappingBenchmarks
{
    private const int Events = 1000;

    private readonly Frame[] _mixed = [.. Enumerable.Range(0, Events / 10).SelectMany(Frames.Mixed)];
    private readonly Frame[] _partial = [.. Enumerable.Range(0, Events / 2).SelectMany(Frames.Partial)];

    [Benchmark(OperationsPerInvoke = Events)]
    public long Mixed() => Map(_mixed);

    [Benchmark(OperationsPerInvoke = Events)]
    public long Partial() => Map(_partial);

    private static long Map(Frame[] frames)
    {
        EventMapper mapper = new("s");
        foreach (Frame frame in frames) mapper.Map(new(frame.Type, frame.Data), DateTimeOffset.UnixEpoch);
        return mapper.Count;
    }
}
