using System.Text;
using System.Text.Json;
using Ash.Http;
using BenchmarkDotNet.Attributes;

namespace Ash.Benchmarks;

/// <summary>A page of stored messages, which hold their content as JSON inside a string.</summary>
[MemoryDiagnoser]
public class HistoryBenchmarks
{
    private readonly byte[] _page = Encoding.UTF8.GetBytes(StoredHistory.Page(0, 1000));

    /// <summary>A page as objects whose content nobody looks at.</summary>
    [Benchmark(Baseline = true)]
    public int Page() => Read().Count;

    /// <summary>A page and the text of each message.</summary>
    [Benchmark]
    public int PageAndText() => Read().Sum(static message => message.Text.Length);

    private IReadOnlyList<StoredMessage> Read() => JsonSerializer.Deserialize(_page, AshJsonContext.Default.StoredMessageListBody)!.Messages;
}
