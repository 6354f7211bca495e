using Ash.Emulation.Http;

namespace Ash.Emulation.Requests;

/// <summary>What was received, in order. Only the newest are kept, so that an emulator can run for as long as one likes.</summary>
internal sealed class RequestJournal(TimeProvider clock)
{
    private const int MostRequests = 10_000;
    private const int LongestBody = 1024 * 1024;

    private readonly object _gate = new();
    private readonly Queue<EmulatorRequest> _requests = new();
    private readonly List<Waiter> _waiting = [];
    private int _nextIndex;

    public IReadOnlyList<EmulatorRequest> List()
    {
        lock (_gate)
            return [.. _requests];
    }

    public void Clear()
    {
        lock (_gate)
            _requests.Clear();
    }

    /// <summary>Begins a record; it becomes visible with <see cref="Add"/>, when the body has been read.</summary>
    public EmulatorRequest Begin(RequestHead request) => new()
    {
        ReceivedAt = clock.GetUtcNow(),
        Method = request.Method,
        Path = request.Path,
        Query = request.Query,
        Headers = SecretMask.Headers(request.Headers),
    };

    public static void SetBody(EmulatorRequest record, RequestHead request, byte[] body)
    {
        var text = SecretMask.Body(request, body, LongestBody);
        record.Body = text.Length > LongestBody ? text[..LongestBody] : text;
        record.BodyLength = body.Length;
    }

    public void Add(EmulatorRequest record)
    {
        lock (_gate)
        {
            record.Index = _nextIndex++;
            _requests.Enqueue(record);
            if (_requests.Count > MostRequests)
                _requests.Dequeue();
            _waiting.RemoveAll(waiter => waiter.Sees(record));
        }
    }

    public async Task<EmulatorRequest> WaitAsync(Func<EmulatorRequest, bool> match, CancellationToken cancellation)
    {
        var waiter = new Waiter(match);
        lock (_gate)
        {
            if (_requests.FirstOrDefault(match) is { } received)
                return received;
            _waiting.Add(waiter);
        }

        try
        {
            return await waiter.Found.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _waiting.Remove(waiter);
        }
    }

    private sealed class Waiter(Func<EmulatorRequest, bool> match)
    {
        private readonly TaskCompletionSource<EmulatorRequest> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<EmulatorRequest> Found => _found.Task;

        /// <summary>True when it need not wait any longer. What its condition throws is its own affair, not the connection's.</summary>
        public bool Sees(EmulatorRequest request)
        {
            try
            {
                return match(request) && _found.TrySetResult(request);
            }
            catch (Exception exception)
            {
                return _found.TrySetException(exception);
            }
        }
    }
}
