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
    private readonly SilenceWatch _silence;
    private readonly ReadAhead _ahead;
    private readonly CancellationTokenSource _left = new();
    private readonly CancellationTokenRegistration _onDeadline;
    private readonly Task _reading;
    private AshStreamException? _verdict;

    /// <summary>Starts reading.</summary>
    /// <param name="response">The answer with the stream. It is disposed here.</param>
    /// <param name="mapper">Makes the events.</param>
    /// <param name="silence">Finds out about a silent turn.</param>
    /// <param name="timeout">The turn's time, for the message when it is over.</param>
    /// <param name="deadline">Is cancelled when it is over.</param>
    public TurnStream(
        HttpResponseMessage response, EventMapper mapper, SilenceWatch silence, TimeSpan? timeout, CancellationToken deadline)
    {
        _response = response;
        _mapper = mapper;
        _silence = silence;
        _ahead = new(mapper.Clock);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
        _onDeadline = deadline.Register(() => Break(TimedOut(mapper.SessionId, timeout!.Value, mapper.Count)));
    }

    /// <summary>The turn has ended, whichever way, and the server is not at work on it.</summary>
    public bool IsOver => _mapper.IsOver || _verdict is
    {
        Cause: AshErrorCause.SessionNotActive or AshErrorCause.SessionEnded or AshErrorCause.SessionNotFound
            or AshErrorCause.SandboxLost or AshErrorCause.StreamStalled,
    };

    /// <summary>The failure of a turn that took longer than its caller allows.</summary>
    public static AshStreamException TimedOut(string sessionId, TimeSpan timeout, long events) =>
        new(AshErrorCause.RequestTimedOut,
            $"The turn of session {sessionId} did not end within {timeout.TotalSeconds:0.#} s; {events} events came.")
        {
            SessionId = sessionId,
            Outcome = TurnOutcome.Interrupted,
            EventsReceived = events,
        };

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
        await _onDeadline.DisposeAsync().ConfigureAwait(false);
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
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(_left.Token);
        Task watch = WatchAsync(watching.Token);
        try
        {
            Stream body = await _response.Content.ReadAsStreamAsync(_left.Token).ConfigureAwait(false);
            SseParser<SseFrame> parser = SseParser.Create(body, static (type, data) => new SseFrame(type, data.ToArray()));
            await using IAsyncEnumerator<SseItem<SseFrame>> frames =
                parser.EnumerateAsync(_left.Token).GetAsyncEnumerator(_left.Token);
            while (await frames.MoveNextAsync().ConfigureAwait(false))
            {
                (string type, byte[] data) = frames.Current.Data;
                await AddAsync(_mapper.Map(type, data), _left.Token).ConfigureAwait(false);
                if (!_mapper.IsDone) continue;

                _ahead.Complete(_mapper.Failure(cut: null));
                _left.CancelAfter(ClosingTime);
                await frames.MoveNextAsync().ConfigureAwait(false);
                return;
            }
            await AddAsync(_mapper.Finish(), _left.Token).ConfigureAwait(false);
            failure = _mapper.Failure(cut: null);
        }
        catch (Exception e) when (_left.IsCancellationRequested)
        {
            // The consumer left, or a verdict fell, or the last event has come and the connection was not closed behind it.
            if (_verdict is not null) await AddAsync(_mapper.Finish(), CancellationToken.None).ConfigureAwait(false);
            failure = _verdict ?? e;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            await AddAsync(_mapper.Finish(), CancellationToken.None).ConfigureAwait(false);
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
            await watching.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        (AshErrorCause cause, string message) = await _silence.RunAsync(() => _mapper.Count, cancellationToken).ConfigureAwait(false);
        Break(new(cause, message)
        {
            SessionId = _mapper.SessionId,
            Outcome = TurnOutcome.Interrupted,
            EventsReceived = _mapper.Count,
        });
    }

    /// <summary>Ends a turn of which nothing more is waited for.</summary>
    private void Break(AshStreamException verdict)
    {
        if (Interlocked.CompareExchange(ref _verdict, verdict, null) is null) _left.Cancel();
    }

    private async ValueTask AddAsync(IReadOnlyList<AshEvent> events, CancellationToken cancellationToken)
    {
        for (int i = 0; i < events.Count; i++) await _ahead.AddAsync(events[i], cancellationToken).ConfigureAwait(false);
    }
}
