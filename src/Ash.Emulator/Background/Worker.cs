namespace Ash.Emulation.Background;

/// <summary>
/// Does in the background, one after the other, what waits to be done. It runs only while something waits: whoever adds to that wakes it.
/// What is under way when the server ends stays as it is for ever, as that of a server that was killed does.
/// </summary>
internal abstract class Worker : IDisposable
{
    private readonly object _gate = new();
    private CancellationTokenSource? _running;

    /// <summary>Takes up what waits, unless that is done already.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_running is not null)
                return;
            var running = _running = new CancellationTokenSource();
            _ = Task.Run(() => RunAsync(running));
        }
    }

    /// <summary>Stops where it is.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _running?.Cancel();
            _running = null;
        }
    }

    public void Dispose() => Stop();

    /// <summary>Whether anything waits.</summary>
    protected abstract bool IsAnyWaiting();

    /// <summary>Does the next of what waits, or comes nearer to it.</summary>
    protected abstract Task DoNextAsync(CancellationToken stopped);

    private async Task RunAsync(CancellationTokenSource running)
    {
        using (running)
        {
            try
            {
                while (GoesOn(running))
                    await DoNextAsync(running.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (running.IsCancellationRequested)
            {
                // The server was killed.
            }
        }
    }

    /// <summary>Decided under the lock, so that what is added at this moment finds either this work going on or none.</summary>
    private bool GoesOn(CancellationTokenSource running)
    {
        lock (_gate)
        {
            if (_running != running)
                return false;
            if (IsAnyWaiting())
                return true;
            _running = null;
            return false;
        }
    }
}
