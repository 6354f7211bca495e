using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Ash;

/// <summary>The event stream of one turn: reads the socket on a task of its own and hands the events out in order.</summary>
internal sealed class TurnStream : IAsyncDisposable
{
    /// <summary>How long the server may take to close a stream whose last event has come, before its connection is given up.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    private readonly HttpResponseMessage _response;
    private readonly EventMapper _mapper;
    private readonly ReadAhead _ahead;
    private readonly CancellationTokenSource _left = new();
    private readonly Task _reading;

    public TurnStream(HttpResponseMessage response, string sessionId, TimeProvider clock)
    {
        _response = response;
        _mapper = new(sessionId, clock);
        _ahead = new(clock);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The events. The enumeration ends with <see cref="AshStreamException"/> where the turn did not complete.</summary>
    public async IAsyncEnumerable<AshEvent> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _ahead.Events.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_ahead.Events.TryRead(out AshEvent? next))
            {
                _ahead.Took(next);
                yield return next;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Leaves the stream. One that is not over yet is closed at once, which the server sees.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_mapper.IsDone && _ahead.Events.Completion.IsCompleted)
        {
            // Over: what remains is the last chunk, and reading it keeps the connection for the next turn. Nobody need wait for that.
            return;
        }
        await _left.CancelAsync().ConfigureAwait(false);
        _response.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync()
    {
        Exception? failure = null;
        try
        {
            Stream body = await _response.Content.ReadAsStreamAsync(_left.Token).ConfigureAwait(false);
            SseParser<SseFrame> parser = SseParser.Create(body, static (type, data) => new SseFrame(type, data.ToArray()));
            await using IAsyncEnumerator<SseItem<SseFrame>> frames =
                parser.EnumerateAsync(_left.Token).GetAsyncEnumerator(_left.Token);
            while (await frames.MoveNextAsync().ConfigureAwait(false))
            {
                (string type, byte[] data) = frames.Current.Data;
                await AddAsync(_mapper.Map(type, data)).ConfigureAwait(false);
                if (!_mapper.IsDone) continue;

                _ahead.Complete(_mapper.Failure(cut: null));
                _left.CancelAfter(ClosingTime);
                await frames.MoveNextAsync().ConfigureAwait(false);
                return;
            }
            await AddAsync(_mapper.Finish()).ConfigureAwait(false);
            failure = _mapper.Failure(cut: null);
        }
        catch (Exception e) when (_left.IsCancellationRequested)
        {
            // The consumer left, or the last event has come and the connection was not closed behind it.
            failure = e;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            await AddAsync(_mapper.Finish()).ConfigureAwait(false);
            failure = _mapper.Failure(e);
        }
        catch (Exception e)
        {
            failure = e;
        }
        finally
        {
            _ahead.Complete(failure);
            _response.Dispose();
        }
    }

    private async ValueTask AddAsync(IReadOnlyList<AshEvent> events)
    {
        for (int i = 0; i < events.Count; i++) await _ahead.AddAsync(events[i], _left.Token).ConfigureAwait(false);
    }
}
