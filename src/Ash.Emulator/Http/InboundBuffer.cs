namespace Ash.Emulation.Http;

/// <summary>The bytes that came from one client and were not used yet. One read is under way at a time, whoever asks.</summary>
internal sealed class InboundBuffer(Stream stream)
{
    private const int FirstSize = 32 * 1024;
    private const int ReadAheadLimit = 1024 * 1024;

    private readonly object _gate = new();
    private byte[] _bytes = new byte[FirstSize];
    private int _start;
    private int _end;
    private Task<bool>? _fill;
    private int _watch;

    public ReadOnlyMemory<byte> Unread
    {
        get
        {
            lock (_gate)
                return _bytes.AsMemory(_start, _end - _start);
        }
    }

    public void Consume(int count)
    {
        lock (_gate)
            _start += count;
    }

    /// <summary>Waits until more bytes are unread than were <paramref name="seen"/>; false when the client sends no more.</summary>
    /// <remarks>
    /// The read that brings them may be one that watches for the client to leave, and may end at any moment: also between a
    /// look at the buffer and this call. Without the number a read would begin then that waits for what is already there.
    /// </remarks>
    public Task<bool> FillAsync(int seen)
    {
        lock (_gate)
        {
            if (_end - _start > seen)
                return Task.FromResult(true);
            return _fill is { IsCompleted: false } ? _fill : _fill = ReadAsync();
        }
    }

    /// <summary>
    /// Reads on while an answer is being made, only to notice that the client leaves. What comes meanwhile is the start of
    /// the next request and stays in the buffer.
    /// </summary>
    public async Task WatchAsync(Action clientLeft)
    {
        int watch;
        lock (_gate)
            watch = ++_watch;
        while (true)
        {
            Task<bool> fill;
            lock (_gate)
            {
                if (watch != _watch || _end - _start >= ReadAheadLimit)
                    return;
                fill = FillAsync(_end - _start);
            }

            if (await fill.ConfigureAwait(false))
                continue;
            lock (_gate)
            {
                if (watch == _watch)
                    clientLeft();
            }

            return;
        }
    }

    /// <summary>After this the watcher starts no read; one that is under way serves the next <see cref="FillAsync"/>.</summary>
    public void StopWatching()
    {
        lock (_gate)
            _watch++;
    }

    private async Task<bool> ReadAsync()
    {
        MakeRoom();
        try
        {
            var count = await stream.ReadAsync(_bytes.AsMemory(_end)).ConfigureAwait(false);
            lock (_gate)
                _end += count;
            return count > 0;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    private void MakeRoom()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end < _bytes.Length)
            return;
        var unread = _end - _start;
        var target = unread > _bytes.Length / 2 ? new byte[_bytes.Length * 2] : _bytes;
        Buffer.BlockCopy(_bytes, _start, target, 0, unread);
        _bytes = target;
        _start = 0;
        _end = unread;
    }
}
