using Ash.Emulation.Http;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Messages;

/// <summary>Writes what one listener hears as the answer to one message, and stores it in the session.</summary>
internal sealed class EventStream(
    HttpExchange exchange, ChunkedBody body, SandboxListener listener, Session session, TimeProvider clock, TimeSpan writeTimeout)
{
    private const int FlushAt = 64 * 1024;

    private Task _write = Task.CompletedTask;

    /// <summary>Ends with the turn, or when the client leaves: from then on nothing is stored.</summary>
    public async Task WriteAsync()
    {
        try
        {
            if (await WriteEventsAsync().ConfigureAwait(false) == SandboxEventEnd.Cut)
            {
                await FlushAsync(writeTimeout).ConfigureAwait(false);
                exchange.Cut();
                return;
            }
        }
        catch (TimeoutException)
        {
            await GiveUpAsync().ConfigureAwait(false);
        }

        // In one write with the last frame: a client need not stay for what comes after it.
        exchange.StopWatchingClient();
        body.AddLastChunk();
        await FlushAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
    }

    private async Task<SandboxEventEnd> WriteEventsAsync()
    {
        while (await listener.WaitAsync(exchange.ClientLeft).ConfigureAwait(false))
        {
            while (listener.TryRead(out var happened))
            {
                body.Add(happened.Frame.Span);
                body.Add(happened.NextFrame.Span);
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
            session.AddMessage("assistant", message, clock.GetUtcNow());
        if (happened.Timeline is var (type, data))
            session.AddEvent(type, data, clock.GetUtcNow());
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
            await _write.WaitAsync(patience, clock, exchange.ClientLeft).ConfigureAwait(false);
    }
}
