using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests;

/// <summary>A frame of an event stream.</summary>
public sealed record Frame(string Type, string Text)
{
    public JsonNode Data => JsonNode.Parse(Text)!;

    /// <summary>The type, and for messages the type inside, such as <c>message:assistant</c>.</summary>
    public string Kind => Type == "message" ? $"message:{Data["type"]}" : Type;
}

/// <summary>Reads an event stream frame by frame.</summary>
public sealed class EventStreamReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly StreamReader _reader = new(stream);

    /// <summary>The next frame, or null at the end of the stream.</summary>
    public async Task<Frame?> ReadAsync(CancellationToken? cancellation = null)
    {
        var token = cancellation ?? AshServer.Soon;
        string? type = null, data = null;
        while (await _reader.ReadLineAsync(token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                type = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line[6..];
            else if (line.Length == 0 && type is not null)
                return new Frame(type, data!);
        }

        return null;
    }

    public async Task<IReadOnlyList<Frame>> ReadToEndAsync()
    {
        var frames = new List<Frame>();
        while (await ReadAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Reads up to a frame of this kind and returns it.</summary>
    public async Task<Frame> ReadToAsync(string kind)
    {
        while (await ReadAsync() is { } frame)
        {
            if (frame.Kind == kind)
                return frame;
        }

        throw new InvalidOperationException($"The stream ended without {kind}.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        response.Dispose();
    }
}
