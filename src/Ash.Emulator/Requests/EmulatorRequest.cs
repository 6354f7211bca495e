using Ash.Emulation.Http;

namespace Ash.Emulation;

/// <summary>A request the emulator received. Keys, environment values and credentials are shown as <c>***</c>.</summary>
public sealed class EmulatorRequest
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EmulatorRequest()
    {
    }

    /// <summary>The place in the order of arrival: 0, 1, 2, … It goes on after the requests were cleared.</summary>
    public int Index { get; internal set; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The method, such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query, without the question mark.</summary>
    public required string Query { get; init; }

    /// <summary>The headers, by their name in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init => field = new HeaderTable(value); }

    /// <summary>The body as text; what is longer than a mebibyte is cut off.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>The length of the body that was read, in bytes.</summary>
    public long BodyLength { get; internal set; }

    /// <summary>The status of the answer, once there is one.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The session the path names.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>The agent the path names.</summary>
    public string? AgentName { get; internal set; }

    /// <summary>Waits until the answer has been written to its end, or the connection has gone.</summary>
    public Task WaitForAnswerAsync(CancellationToken cancellationToken = default) => _answered.Task.WaitAsync(cancellationToken);

    /// <summary>Waits until the connection ends before the answer does: the client left, or the server was stopped.</summary>
    public Task WaitForClientLeftAsync(CancellationToken cancellationToken = default) => _left.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    internal void SetAnswered() => _answered.TrySetResult();

    internal void SetClientLeft() => _left.TrySetResult();
}
