using System.Collections.Immutable;
using Ash.Emulation.Files;

namespace Ash.Emulation.Sandboxes;

/// <summary>
/// Where an agent works. A real one is a process that talks to the server over one socket, and everybody who waits for
/// something from it hears everything it says: that is why turns that run at the same time mix.
/// </summary>
internal sealed class Sandbox : IDisposable
{
    /// <summary>The server's word for a sandbox that was killed.</summary>
    public const string NotConnected = "Not connected";

    private readonly CancellationTokenSource _going = new();
    private readonly CancellationToken _gone;
    private ImmutableArray<SandboxListener> _listeners = [];
    private ImmutableList<LogLine> _log = [];
    private int _streams;

    public Sandbox(string id, FileTree files, DateTimeOffset now)
    {
        Id = id;
        _gone = _going.Token;
        Files = files;
        AddLogLine("system", "Sandbox created in 1ms (copy: 0ms, install: 0ms, startup: 0ms, bridge: 1ms)", now);
    }

    /// <summary>That of its session. On a real server one that was warmed up before its session has an id of its own.</summary>
    public string Id { get; }

    public FileTree Files { get; }

    public string WorkspacePath => $"/var/lib/ash/sandboxes/{Id}/workspace";

    /// <summary>Whether the server takes it for alive. It notices a process that exits, and not one that was killed.</summary>
    public bool IsAlive => IsKilled || !_gone.IsCancellationRequested;

    /// <summary>Nothing runs here any more, and nothing that is sent here arrives.</summary>
    public bool IsKilled { get; private set; }

    /// <summary>Whether a message is being answered, which keeps the sandbox from being evicted.</summary>
    public bool IsRunning => Volatile.Read(ref _streams) > 0;

    public IReadOnlyList<LogLine> Log() => _log;

    public void AddLogLine(string level, string text, DateTimeOffset now) =>
        ImmutableInterlocked.Update(ref _log, log => log.Add(new LogLine(log.Count, level, text, now)));

    public SandboxListener Listen()
    {
        var listener = new SandboxListener(this);
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Add(listener));
        return listener;
    }

    public void StreamStarted() => Interlocked.Increment(ref _streams);

    public void StreamEnded() => Interlocked.Decrement(ref _streams);

    /// <summary>Starts work that goes on whoever listens; its token is cancelled when the sandbox goes away.</summary>
    public void Run(Func<CancellationToken, Task> work)
    {
        _ = Task.Run(async () =>
        {
            try
            {
                await work(_gone).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_gone.IsCancellationRequested)
            {
                // A dead sandbox says nothing, not even that it died.
            }
        });
    }

    public async ValueTask TellAllAsync(SandboxEvent happened)
    {
        foreach (var listener in _listeners)
        {
            _gone.ThrowIfCancellationRequested();
            await listener.TellAsync(happened, _gone).ConfigureAwait(false);
        }
    }

    /// <summary>Ends everything that runs here, and the server does not notice.</summary>
    public void Kill() => End(isKilled: true);

    /// <summary>Ends everything that runs here. Those who listen are not told: they wait for ever.</summary>
    public void Dispose() => End(isKilled: false);

    private void End(bool isKilled)
    {
        lock (_going)
        {
            IsKilled = isKilled;
            if (!_gone.IsCancellationRequested)
                _ = _going.CancelAsync().ContinueWith(_ => _going.Dispose(), TaskScheduler.Default);
        }
    }

    internal void Forget(SandboxListener listener) =>
        ImmutableInterlocked.Update(ref _listeners, listeners => listeners.Remove(listener));
}
