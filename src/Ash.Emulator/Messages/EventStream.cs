using Ash.Emulation.Http;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;
using Ash.Emulation.Usage;

namespace Ash.Emulation.Messages;

/// <summary>Writes what one listener hears as the answer to one message, and stores it in the session.</summary>
internal sealed class EventStream(
    HttpExchange exchange, ChunkedBody body, FrameWriter frames, SandboxListener listener, Session session, UsageStore usage,
    TimeSpan writeTimeout)
{
    private const int FlushAt = 64 * 1024;

    private Task _write = Task.CompletedTask;

    /// <summary>Ends with the turn, or when the client leaves: from then on nothing is stored.</summary>
    public async Task WriteAsync()
    {
        try
        {
            await FlushAsync(writeTimeout).ConfigureAwait(false);
            var end = await WriteEventsAsync().ConfigureAwait(false);
            if (!frames.IsSilent && (end == SandboxEventEnd.Cut || frames.Cut is { SendLastChunk: false }))
            {
                await FlushAsync(writeTimeout).ConfigureAwait(false);
                exchange.Cut(frames.Cut is { Reset: true });
                frames.Cut?.AfterCut();
                return;
            }
        }
        catch (TimeoutException)
        {
            await GiveUpAsync().ConfigureAwait(false);
        }

        if (frames.IsSilent)
        {
            await FlushAsync(writeTimeout).ConfigureAwait(false);
            await Task.Delay(Timeout.Infinite, exchange.ClientLeft).ConfigureAwait(false);
        }

        // In one write with the last frame: a client need not stay for what comes after it.
        exchange.StopWatchingClient();
        body.AddLastChunk();
        await FlushAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
    }

    private async Task<SandboxEventEnd> WriteEventsAsync()
    {
        while (frames.Cut is null && await listener.WaitAsync(exchange.ClientLeft).ConfigureAwait(false))
        {
            while (frames.Cut is null && listener.TryRead(out var happened))
            {
                frames.Write(happened.Frame);
                frames.Write(happened.NextFrame);
                Store(happened);
                if (happened.End != SandboxEventEnd.None)
                    return happened.End;
                if (body.PendingLength >= FlushAt)
                    await FlushAsync(writeTimeout).ConfigureAwait(false);
            }

            await FlushAsync(writeTimeout).ConfigureAwait(false);
        }

        return SandboxEventEnd.Done;
    }

    private void Store(SandboxEvent happened)
    {
        if (happened.Message is { } message)
            session.AddMessage("assistant", message, exchange.Clock.GetUtcNow());
        if (happened.Timeline is var (type, data))
            session.AddEvent(type, data, exchange.Clock.GetUtcNow());
        if (happened.Usage is { } used)
            usage.Add(session, used, exchange.Clock.GetUtcNow());
    }

    /// <summary>The client reads too slowly and loses its turn. What was written before it gets first, should it read on.</summary>
    private async Task GiveUpAsync()
    {
        listener.Dispose();
        await _write.WaitAsync(exchange.ClientLeft).ConfigureAwait(false);
        body.Add(Frames.Make("error", json => json.WriteString("error", "Client write timeout — closing stream")));
        body.Add(Frames.Make("done", json => json.WriteString("sessionId", session.Id)));
    }

    private async ValueTask FlushAsync(TimeSpan patience)
    {
        _write = body.FlushAsync();
        if (!_write.IsCompletedSuccessfully)
            await _write.WaitAsync(patience, exchange.Clock, exchange.ClientLeft).ConfigureAwait(false);
    }
}
