using System.Net.ServerSentEvents;
using Ash.Transcripts;

namespace Ash;

/// <summary>
/// The event stream of one turn. A task of its own reads frames off the socket; events are made from them by whoever enumerates, so
/// that both are at work at once.
/// </summary>
internal sealed class TurnStream : IAsyncEnumerator<AshEvent>
{
    /// <summary>How long the server may take to close a stream whose last event has come, before its connection is given up.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    private readonly HttpResponseMessage _response;
    private readonly EventMapper _mapper;
    private readonly SilenceWatch _silence;
    private readonly ReadAhead _ahead;
    private readonly Stream? _record;
    private readonly CancellationTokenSource _left = new();
    private readonly CancellationTokenRegistration _onDeadline;
    private readonly Task _reading;
    private readonly CancellationToken _cancellationToken;
    private FrameBatch _batch = new(default, [], 0);
    private int _nextFrame;
    private List<AshEvent> _ready = [];
    private int _nextReady;
    private AshStreamException? _verdict;
    private RecordingStream? _recording;
    private Exception? _cut;
    private long _framesRead;

    /// <summary>Starts reading.</summary>
    /// <param name="response">The answer with the stream. It is disposed here.</param>
    /// <param name="mapper">Makes the events.</param>
    /// <param name="silence">Finds out about a silent turn.</param>
    /// <param name="budget">How far it may read ahead.</param>
    /// <param name="clock">The clock of the events' times.</param>
    /// <param name="options">The turn's time, and where its bytes are kept.</param>
    /// <param name="deadline">Is cancelled when the time is over.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public TurnStream(
        HttpResponseMessage response, EventMapper mapper, SilenceWatch silence, ReadAheadBudget budget, TimeProvider clock,
        MessageOptions options, CancellationToken deadline, CancellationToken cancellationToken)
    {
        _response = response;
        _mapper = mapper;
        _silence = silence;
        _record = options.Record;
        _cancellationToken = cancellationToken;
        _ahead = new(budget, clock);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
        _onDeadline = deadline.Register(() => Break(TimedOut(mapper.SessionId, options.Timeout!.Value, FramesRead)));
    }

    /// <summary>The turn has ended, whichever way, and the server is not at work on it.</summary>
    public bool IsOver => _mapper.IsOver || _verdict is
    {
        Cause: AshErrorCause.SessionNotActive or AshErrorCause.SessionEnded or AshErrorCause.SessionNotFound
            or AshErrorCause.SandboxLost or AshErrorCause.StreamStalled,
    };

    /// <summary>The event that was gone to last.</summary>
    public AshEvent Current { get; private set; } = null!;

    /// <summary>Why the record of the turn is not whole; null where it is, and where nobody wants one.</summary>
    public Exception? RecordFailure => _recording?.Failure;

    private long FramesRead => Interlocked.Read(ref _framesRead);

    /// <summary>The failure of a turn that took longer than its caller allows.</summary>
    public static AshStreamException TimedOut(string sessionId, TimeSpan timeout, long events) =>
        new(AshErrorCause.RequestTimedOut,
            $"The turn of session {sessionId} did not end within {timeout.TotalSeconds:0.#} s; {Words.Count(events, "event")} came.")
        {
            SessionId = sessionId,
            Outcome = TurnOutcome.Interrupted,
            EventsReceived = events,
        };

    /// <summary>Goes to the next event. One that is there already is given without an await, as most of a fast stream are.</summary>
    /// <returns>Whether there is one; <see cref="AshStreamException"/> behind the last where the turn did not complete.</returns>
    public ValueTask<bool> MoveNextAsync()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return TakeNext() ? new(true) : WaitForNextAsync();
    }

    /// <summary>Leaves the stream. One that is not over yet is closed at once, which the server sees.</summary>
    public async ValueTask DisposeAsync()
    {
        await _onDeadline.DisposeAsync().ConfigureAwait(false);
        // Over: what remains is the last chunk, and reading it keeps the connection for the next turn. Nobody need wait for that.
        if (_mapper.IsDone) return;

        await _left.CancelAsync().ConfigureAwait(false);
        _response.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LookForTheEnd();
    }

    /// <summary>Takes the next event, where its frame is there already.</summary>
    private bool TakeNext()
    {
        while (_nextReady == _ready.Count)
        {
            if (_mapper.IsDone) return false;
            if (_nextFrame == _batch.Frames.Count)
            {
                if (!_ahead.Batches.TryRead(out FrameBatch? batch)) return false;
                _ahead.Took(batch);
                _batch = batch;
                _nextFrame = 0;
            }
            _ready = _mapper.Map(_batch.Frames[_nextFrame], _batch.FactsOf(_nextFrame), _batch.ReceivedAt);
            _nextFrame++;
            _nextReady = 0;
        }
        Current = _ready[_nextReady++];
        return true;
    }

    private async ValueTask<bool> WaitForNextAsync()
    {
        while (!_mapper.IsDone && await _ahead.Batches.WaitToReadAsync(_cancellationToken).ConfigureAwait(false))
            if (TakeNext()) return true;

        _ready = _mapper.Finish();
        _nextReady = 0;
        if (TakeNext()) return true;
        AshStreamException? failure = _mapper.IsDone ? _mapper.Failure(cut: null) : _verdict ?? _mapper.Failure(_cut);
        if (failure is not null) throw failure;
        return false;
    }

    /// <summary>A consumer that leaves early may leave a turn that is over: its end has been read, and waited to be taken.</summary>
    private void LookForTheEnd()
    {
        while (_ahead.Batches.TryRead(out FrameBatch? batch))
        {
            foreach (SseFrame frame in batch.Frames)
                if (frame.Type is AshEventType.Done or AshEventType.Error) _mapper.Map(frame, batch.ReceivedAt);
        }
    }

    private async Task ReadAsync()
    {
        Exception? failure = null;
        using CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(_left.Token);
        Task watch = WatchAsync(watching.Token);
        try
        {
            Stream body = await _response.Content.ReadAsStreamAsync(_left.Token).ConfigureAwait(false);
            if (_record is not null) body = _recording = new(body, _record);
            SseParser<SseFrame> parser = SseParser.Create(body, static (type, data) => new SseFrame(type, data.ToArray()));
            await using IAsyncEnumerator<SseItem<SseFrame>> frames =
                parser.EnumerateAsync(_left.Token).GetAsyncEnumerator(_left.Token);
            while (true)
            {
                ValueTask<bool> next = frames.MoveNextAsync();
                if (!next.IsCompleted) _ahead.HandOver();
                if (!await next.ConfigureAwait(false)) break;

                SseFrame frame = frames.Current.Data;
                Interlocked.Increment(ref _framesRead);
                if (frame.Type == AshEventType.Done) _left.CancelAfter(ClosingTime);
                await _ahead.AddAsync(frame, _left.Token).ConfigureAwait(false);
            }
        }
        catch (Exception) when (_left.IsCancellationRequested)
        {
            // The consumer left, or a verdict fell, or the last event has come and the connection was not closed behind it.
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            _cut = e;
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
        (AshErrorCause cause, string message) = await _silence.RunAsync(() => FramesRead, cancellationToken).ConfigureAwait(false);
        Break(new(cause, message)
        {
            SessionId = _mapper.SessionId,
            Outcome = TurnOutcome.Interrupted,
            EventsReceived = FramesRead,
        });
    }

    /// <summary>Ends a turn of which nothing more is waited for.</summary>
    private void Break(AshStreamException verdict)
    {
        if (Interlocked.CompareExchange(ref _verdict, verdict, null) is null) _left.Cancel();
    }
}
