using Ash.Emulation.Http;

namespace Ash.Emulation;

/// <summary>The request waits before anything looks at it.</summary>
public sealed class DelayFault : EmulatorFault
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How long; until <see cref="Release"/> when it is null.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Lets everything go on that waits, and nothing wait any more.</summary>
    public void Release() => _released.TrySetResult();

    internal override async Task<bool> StrikeAsync(HttpExchange exchange)
    {
        var time = Task.Delay(Delay ?? Timeout.InfiniteTimeSpan, exchange.Clock, exchange.ClientLeft);
        await (await Task.WhenAny(time, _released.Task).ConfigureAwait(false)).ConfigureAwait(false);
        return false;
    }
}
