using System.Text;
using System.Text.Json;
using Ash.Http;
using BenchmarkDotNet.Attributes;

namespace Ash.Benchmarks;

/// <summary>What it costs to look inside: typed properties of an event, and answers of the server as objects.</summary>
[MemoryDiagnoser]
public class ModelBenchmarks
{
    private readonly Frame[] _frames = [.. Frames.Mixed(1)];
    private readonly byte[] _sessions = Encoding.UTF8.GetBytes(Sessions(100));

    [Benchmark]
    public string Delta() => First<TextDeltaEvent>().Delta;

    [Benchmark]
    public string MessageText() => First<MessageEvent>("assistant").Text;

    [Benchmark]
    public string? ToolName() => First<ToolUseEvent>().Name;

    [Benchmark]
    public JsonElement Data() => First<MessageEvent>("user").GetData();

    /// <summary>A hundred sessions.</summary>
    [Benchmark]
    public int SessionList() => JsonSerializer.Deserialize(_sessions, AshJsonContext.Default.SessionListBody)!.Sessions.Count;

    private static string Sessions(int count)
    {
        SessionList list = new();
        for (int i = 0; i < count; i++) list.Create();
        return list.All();
    }

    private T First<T>(string? messageType = null)
        where T : AshEvent
    {
        EventMapper mapper = new("s");
        foreach (Frame frame in _frames)
        {
            foreach (AshEvent next in mapper.Map(new(frame.Type, frame.Data), DateTimeOffset.UnixEpoch))
                if (next is T found && (messageType is null || next is MessageEvent m && m.MessageType == messageType)) return found;
        }
        throw new InvalidOperationException();
    }
}
