using System.Threading.Channels;

namespace Ash.Emulation.Sandboxes;

/// <summary>Hears what happens in a sandbox from the moment it began to listen.</summary>
internal sealed class SandboxListener(Sandbox sandbox) : IDisposable
{
    // The agent waits for a client that is this many bytes behind, so that an endless reply does not fill the memory.
    private const long Backlog = 4 * 1024 * 1024;

    private readonly object _gate = new();
    private readonly Channel<SandboxEvent> _events =
        Channel.CreateUnbounded<SandboxEvent>(new UnboundedChannelOptions { SingleReader = true });
    private TaskCompletionSource? _room;
    private long _bytes;
    private bool _isClosed;

    public bool TryRead(out SandboxEvent happened)
    {
        if (!_events.Reader.TryRead(out happened!))
            return false;
        lock (_gate)
        {
            _bytes -= happened.Length;
            if (_bytes < Backlog)
                MakeRoom();
        }

        return true;
    }

    /// <summary>Waits for an event. From a sandbox that is gone none ever comes.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _events.Reader.WaitToReadAsync(cancellation);

    public void Dispose()
    {
        sandbox.Forget(this);
        lock (_gate)
        {
            _isClosed = true;
            MakeRoom();
        }
    }

    internal async ValueTask TellAsync(SandboxEvent happened, CancellationToken cancellation)
    {
        while (Admit(happened) is { } room)
            await room.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the event, or tells what to wait for before trying again.</summary>
    private Task? Admit(SandboxEvent happened)
    {
        lock (_gate)
        {
            if (_isClosed)
                return null;
            if (_bytes >= Backlog)
                return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            _bytes += happened.Length;
            _events.Writer.TryWrite(happened);
            return null;
        }
    }

    private void MakeRoom()
    {
        _room?.SetResult();
        _room = null;
    }
}
