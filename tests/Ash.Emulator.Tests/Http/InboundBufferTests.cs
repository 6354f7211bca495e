using Ash.Emulation.Http;

namespace Ash.Emulation.Tests.Http;

public class InboundBufferTests
{
    [Fact]
    public async Task Bytes_that_came_between_a_look_and_a_wait_end_the_wait()
    {
        var stream = new HeldStream();
        var inbound = new InboundBuffer(stream);
        var watching = inbound.WatchAsync(() => { });
        inbound.StopWatching();
        Assert.Equal(0, inbound.Unread.Length);

        stream.Arrive();
        await watching;

        Assert.True(await inbound.FillAsync(seen: 0).WaitAsync(AshServer.Patience));
        Assert.Equal(1, inbound.Unread.Length);
        Assert.Equal(1, stream.Reads);
    }

    [Fact]
    public async Task Who_waits_joins_the_read_of_the_watcher()
    {
        var stream = new HeldStream();
        var inbound = new InboundBuffer(stream);
        _ = inbound.WatchAsync(() => { });
        inbound.StopWatching();
        var fill = inbound.FillAsync(seen: 0);
        Assert.False(fill.IsCompleted);

        stream.Arrive();
        Assert.True(await fill.WaitAsync(AshServer.Patience));
        Assert.Equal(1, stream.Reads);
    }

    [Fact]
    public async Task The_end_of_the_bytes_tells_only_who_still_watches()
    {
        var stream = new HeldStream();
        var inbound = new InboundBuffer(stream);
        var told = 0;
        var first = inbound.WatchAsync(() => told += 1);
        inbound.StopWatching();
        var second = inbound.WatchAsync(() => told += 10);

        stream.End();
        await Task.WhenAll(first, second).WaitAsync(AshServer.Patience);
        Assert.Equal(10, told);
    }

    /// <summary>A stream whose only read ends when the test says so.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource<int> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Reads { get; private set; }

        public void Arrive() => _arrived.SetResult(1);

        public void End() => _arrived.SetResult(0);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            return new ValueTask<int>(_arrived.Task);
        }
    }
}
