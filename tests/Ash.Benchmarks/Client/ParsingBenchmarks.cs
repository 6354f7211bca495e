using System.Net.ServerSentEvents;
using BenchmarkDotNet.Attributes;

namespace Ash.Benchmarks;

/// <summary>From the bytes of a stream to frames: what the client gets for each kind of item parser.</summary>
[MemoryDiagnoser]
public class ParsingBenchmarks
{
    private const int Events = 1000;

    private readonly byte[] _stream =
        [.. Enumerable.Range(0, Events / 10).SelectMany(Frames.Mixed).SelectMany(static f => (byte[])[.. "event: "u8, .. System.Text.Encoding.ASCII.GetBytes(f.Type), .. "\ndata: "u8, .. f.Data, .. "\n\n"u8])];

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public Task<long> Bytes() => CountAsync(static (_, data) => data.ToArray());

    [Benchmark(OperationsPerInvoke = Events)]
    public Task<long> Frame() => CountAsync(static (type, data) => new SseFrame(type, data.ToArray()));

    [Benchmark(OperationsPerInvoke = Events)]
    public Task<long> Text() => CountAsync(static (_, data) => System.Text.Encoding.UTF8.GetString(data));

    private async Task<long> CountAsync<T>(SseItemParser<T> parser)
    {
        long count = 0;
        using MemoryStream stream = new(_stream);
        await foreach (SseItem<T> _ in SseParser.Create(stream, parser).EnumerateAsync()) count++;
        return count;
    }
}
