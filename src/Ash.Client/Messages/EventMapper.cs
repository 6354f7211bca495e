using System.Collections.Concurrent;
using Ash.Http;
using Ash.Transcripts;

namespace Ash;

/// <summary>Makes events of one turn from the frames of its stream, and sees how the turn ends.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="sent">The message that the turn answers; null where nobody knows.</param>
internal sealed class EventMapper(string sessionId, MessageContent? sent = null)
{
    /// <summary>Results read it when they are asked for their tool's name, on whatever thread.</summary>
    private readonly ConcurrentDictionary<string, string?> _toolNames = new(StringComparer.Ordinal);

    private readonly List<AshEvent> _ready = [];
    private readonly List<ToolResultEvent> _incomplete = [];
    private MessageEvent? _result;
    private ErrorEvent? _error;
    private MalformedEvent? _unreadError;
    private DoneEvent? _done;
    private bool _isUnderWay;
    private bool _isMixed;

    /// <summary>The session.</summary>
    public string SessionId => sessionId;

    /// <summary>How many events were made.</summary>
    public long Count { get; private set; }

    /// <summary>The last event of a turn was seen.</summary>
    public bool IsDone => _done is not null;

    /// <summary>The turn has ended on the server, well or not.</summary>
    public bool IsOver => !IsGivenUp && !_isMixed && (_error is not null || _unreadError is not null || _done is { IsTakenOver: false });

    /// <summary>The server closed the stream because nobody read it, and the agent works on.</summary>
    private bool IsGivenUp => _error?.Message.StartsWith("Client write timeout", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Takes a frame and gives back the events that are complete with it, in the order of their frames.</summary>
    /// <remarks>
    /// A tool result waits for the message that completes it, which the server sends right behind it. The list is the mapper's own
    /// and changes with the next call.
    /// </remarks>
    /// <param name="frame">The frame.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public List<AshEvent> Map(SseFrame frame, DateTimeOffset receivedAt) => Map(frame, FrameCheck.Run(frame), receivedAt);

    /// <summary>The same for a frame that was checked before.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="facts">What its check found.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public List<AshEvent> Map(SseFrame frame, FrameFacts facts, DateTimeOffset receivedAt)
    {
        _ready.Clear();
        AshEvent next = Create(new(Known(frame.Type), sessionId, ++Count, receivedAt, frame.Data), facts);
        if (next is ToolResultEvent result)
        {
            _incomplete.Add(result);
            return _ready;
        }
        if (_incomplete.Count > 0)
        {
            if (next is MessageEvent { MessageType: "user" } message) Complete(message);
            Release();
        }
        _ready.Add(next);
        return _ready;
    }

    /// <summary>The stream is over: gives back what still waits.</summary>
    public List<AshEvent> Finish()
    {
        _ready.Clear();
        Release();
        return _ready;
    }

    /// <summary>Why the turn did not complete, after the stream's end; null where it did.</summary>
    /// <param name="cut">What broke the stream; null where it ended in order.</param>
    public AshStreamException? Failure(Exception? cut)
    {
        if (_error is not null && IsGivenUp)
            return Fail(AshErrorCause.StreamStalled, TurnOutcome.Interrupted, $"The server gave the stream up: {_error.Message}", cut);
        if (_isMixed && (_done is not null || _error is not null || _unreadError is not null))
        {
            return Fail(AshErrorCause.StreamTakenOver, TurnOutcome.Interrupted,
                $"Another message came into the turn of session {sessionId}, and the server mixed the two: nobody knows how this one ended.", cut);
        }
        if (_error is not null && LostSandbox.IsToldBy(_error.Message))
            return Fail(AshErrorCause.SandboxLost, TurnOutcome.Failed, $"The sandbox of session {sessionId} is dead: {_error.Message}", cut);
        if (_error is not null)
        {
            string said = string.IsNullOrWhiteSpace(_error.Message) ? "no reason given" : _error.Message;
            return Fail(AshErrorCause.TurnFailed, TurnOutcome.Failed, $"The turn failed: {said}", cut);
        }
        if (_unreadError is not null)
        {
            return Fail(AshErrorCause.TurnFailed, TurnOutcome.Failed,
                $"The turn failed, and the error that says why (event {_unreadError.Sequence}) is malformed.", cut);
        }
        if (_result?.ErrorText is { } reason)
            return Fail(AshErrorCause.TurnFailed, TurnOutcome.Failed, $"The turn failed ({_result.Subtype}): {reason}", cut);
        if (_done is { IsTakenOver: true })
        {
            return Fail(AshErrorCause.StreamTakenOver, TurnOutcome.Interrupted,
                $"A command that ran in session {sessionId} ended the turn's stream after {Words.Count(Count, "event")}.", cut);
        }
        if (_done is not null) return null;
        return Fail(AshErrorCause.StreamCut, TurnOutcome.Interrupted,
            $"The stream of session {sessionId} ended after {Words.Count(Count, "event")}, before the turn did.", cut);
    }

    private AshStreamException Fail(AshErrorCause cause, TurnOutcome outcome, string message, Exception? inner) =>
        new(cause, message, inner) { SessionId = sessionId, Outcome = outcome, EventsReceived = Count };

    private void Release()
    {
        _ready.AddRange(_incomplete);
        _incomplete.Clear();
    }

    /// <summary>The n-th waiting result is the n-th result block of the message that both were made from.</summary>
    private void Complete(MessageEvent message)
    {
        for (int i = 0; i < _incomplete.Count; i++) _incomplete[i].Complete(message, i, _toolNames);
    }

    private AshEvent Create(EventFrame frame, FrameFacts facts)
    {
        if (facts.Fault is { } reason)
        {
            MalformedEvent malformed = new(frame, reason);
            if (frame.Type == AshEventType.Error) _unreadError = malformed;
            return malformed;
        }
        switch (frame.Type)
        {
            case AshEventType.Message:
                MessageEvent message = new(frame, facts.MessageType ?? string.Empty);
                Follow(message);
                return message;
            case AshEventType.TextDelta:
                return new TextDeltaEvent(frame);
            case AshEventType.ThinkingDelta:
                return new ThinkingDeltaEvent(frame);
            case AshEventType.ToolUse:
                if (facts.ToolUseId is { } id) _toolNames[id] = facts.ToolName;
                return new ToolUseEvent(frame);
            case AshEventType.ToolResult:
                return new ToolResultEvent(frame);
            case AshEventType.TurnComplete:
                return new TurnCompleteEvent(frame);
            case AshEventType.SessionStart:
                return new SessionStartEvent(frame, sent);
            case AshEventType.SessionEnd:
                return new SessionEndEvent(frame);
            case AshEventType.Error:
                return _error = new ErrorEvent(frame);
            case AshEventType.Done:
                return _done = new DoneEvent(frame);
            default:
                return new AshEvent(frame);
        }
    }

    /// <summary>
    /// The agent begins with an init and ends with a result. One that begins while another is under way answers another message: the
    /// server gives both turns' events to both, and the first end ends both.
    /// </summary>
    private void Follow(MessageEvent message)
    {
        switch (message.MessageType)
        {
            case "result":
                _result = message;
                _isUnderWay = false;
                break;
            case "system" when message.Subtype == "init":
                _isMixed |= _isUnderWay;
                _isUnderWay = true;
                break;
            case "assistant" or "user" or "stream_event":
                _isUnderWay = true;
                break;
        }
    }

    /// <summary>One string for all events of a kind: those that are kept would keep one each.</summary>
    private static string Known(string type) => type switch
    {
        AshEventType.Message => AshEventType.Message,
        AshEventType.TextDelta => AshEventType.TextDelta,
        AshEventType.ThinkingDelta => AshEventType.ThinkingDelta,
        AshEventType.ToolUse => AshEventType.ToolUse,
        AshEventType.ToolResult => AshEventType.ToolResult,
        _ => type,
    };
}
