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
    private bool _watching;

    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_start, Volatile.Read(ref _end) - _start);

    public void Consume(int count) => _start += count;

    /// <summary>Waits for more bytes; false when the client sends no more.</summary>
    public Task<bool> FillAsync()
    {
        lock (_gate)
            return _fill is { IsCompleted: false } ? _fill : _fill = ReadAsync();
    }

    /// <summary>
    /// Reads on while an answer is being made, only to notice that the client leaves. What comes meanwhile is the start of
    /// the next request and stays in the buffer.
    /// </summary>
    public async Task WatchAsync(Action clientLeft)
    {
        lock (_gate)
            _watching = true;
        while (true)
        {
            Task<bool> fill;
            lock (_gate)
            {
                if (!_watching || _end - _start >= ReadAheadLimit)
                    return;
                fill = FillAsync();
            }

            if (await fill.ConfigureAwait(false))
                continue;
            lock (_gate)
            {
                if (_watching)
                    clientLeft();
            }

            return;
        }
    }

    /// <summary>After this the watcher starts no read; one that is under way serves the next <see cref="FillAsync"/>.</summary>
    public void StopWatching()
    {
        lock (_gate)
            _watching = false;
    }

    private async Task<bool> ReadAsync()
    {
        MakeRoom();
        try
        {
            var count = await stream.ReadAsync(_bytes.AsMemory(_end)).ConfigureAwait(false);
            Volatile.Write(ref _end, _end + count);
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
