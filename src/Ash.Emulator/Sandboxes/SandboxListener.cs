using System.Threading.Channels;

namespace Ash.Emulation.Sandboxes;

/// <summary>Hears what happens in a sandbox from the moment it began to listen.</summary>
internal sealed class SandboxListener(Sandbox sandbox) : IDisposable
{
    // The agent waits for a client that is this far behind, so that an endless reply does not fill the memory.
    private const int Backlog = 4096;

    private readonly Channel<SandboxEvent> _events = Channel.CreateBounded<SandboxEvent>(
        new BoundedChannelOptions(Backlog) { SingleReader = true });

    public bool TryRead(out SandboxEvent happened) => _events.Reader.TryRead(out happened!);

    /// <summary>Waits for an event. From a sandbox that is gone none ever comes.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _events.Reader.WaitToReadAsync(cancellation);

    public void Dispose()
    {
        sandbox.Forget(this);
        _events.Writer.TryComplete();
    }

    internal async ValueTask TellAsync(SandboxEvent happened, CancellationToken cancellation)
    {
        try
        {
            if (!_events.Writer.TryWrite(happened))
                await _events.Writer.WriteAsync(happened, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // It stopped listening.
        }
    }
}
