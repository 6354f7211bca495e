using System.Text;

namespace Ash.Transcripts;

/// <summary>Turns of one session, from the events that were captured as they came.</summary>
internal sealed class LiveTurns(string sessionId)
{
    private readonly ConversationBuilder _conversation = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thinking = new();
    private readonly List<ToolUseEvent> _tools = [];
    private DateTime? _began;
    private DateTime? _last;
    private bool _isDone;
    private bool _isTakenOver;

    public void Add(Turn turn)
    {
        EndTurn();
        foreach (AshEvent next in turn.GetEvents()) Add(next);
        Flush();
        _conversation.EndTurn(_last, turn.Outcome, turn.Error, turn.Duration);
        Reset();
        _lines.Add(TranscriptLines.Of(turn));
    }

    public void Add(AshEvent next)
    {
        _lines.Add(TranscriptLines.Of(next));
        // A turn may lack its first event, where somebody picked out what he wanted.
        if (next is SessionStartEvent || _isDone) EndTurn();
        if (!_conversation.IsInTurn) Begin(next);
        _last = next.ReceivedAt;
        switch (next)
        {
            case SessionStartEvent:
            case TurnCompleteEvent:
                break;
            case TextDeltaEvent piece:
                _text.Append(piece.Delta);
                break;
            case ThinkingDeltaEvent piece:
                _thinking.Append(piece.Delta);
                break;
            case ToolUseEvent use:
                // The message that it was made from comes next, and has it in its place among the texts.
                _tools.Add(use);
                break;
            case ToolResultEvent result:
                AddTools();
                _conversation.ToolResult(result.ToolUseId, result.Text, Attached.In(result.GetContent()), result.IsError);
                break;
            case MessageEvent message:
                Add(message);
                break;
            case ErrorEvent error:
                Flush();
                _conversation.Failure(error.ReceivedAt, error.Message);
                break;
            case MalformedEvent malformed:
                _conversation.Note(malformed.ReceivedAt, $"Event {malformed.Sequence} ({malformed.Type}) cannot be read: {malformed.Reason}");
                break;
            case SessionEndEvent:
                _conversation.Note(next.ReceivedAt, "The session ended.");
                break;
            case DoneEvent done:
                _isDone = true;
                _isTakenOver = done.IsTakenOver;
                break;
            default:
                _conversation.Unknown(next.Type);
                break;
        }
    }

    public Conversation Build()
    {
        EndTurn();
        return _conversation.Build(sessionId, agentName: null, status: null, _lines);
    }

    private void Begin(AshEvent first)
    {
        _began = first.ReceivedAt;
        if (first is SessionStartEvent { Message: { } message } start)
            _conversation.Prompt(first.ReceivedAt, message, [.. start.Attachments.Select(Attached.From)]);
        else
            _conversation.BeginTurn();
    }

    private void Add(MessageEvent message)
    {
        // The pieces that came before say the same. Of a message that never came whole there are only the pieces.
        if (message is { MessageType: "assistant", IsSubagent: false })
        {
            if (message.Text.Length > 0) _text.Clear();
            if (message.GetContent().Elements().Any(static block => block.Text("type") == "thinking")) _thinking.Clear();
        }
        _conversation.Message(message.ReceivedAt, message.GetData());
        if (message.MessageType == "assistant") AddTools();
    }

    /// <summary>Those that the message did not have are added; the others are known by then.</summary>
    private void AddTools()
    {
        foreach (ToolUseEvent use in _tools) _conversation.Tool(use.ReceivedAt, Speaker.Agent, use.Id, use.Name ?? "tool", use.GetInput());
        _tools.Clear();
    }

    private void Flush()
    {
        _conversation.Thinking(_last, Speaker.Agent, _thinking.ToString());
        _conversation.Text(_last, Speaker.Agent, _text.ToString(), isWhole: false);
        _thinking.Clear();
        _text.Clear();
        AddTools();
    }

    /// <summary>Ends the turn that the events say nothing more of.</summary>
    private void EndTurn()
    {
        Flush();
        (TurnOutcome outcome, string? reason) =
            _conversation.FailureReason is { } failure ? (TurnOutcome.Failed, failure)
            : _isTakenOver ? (TurnOutcome.Interrupted, "A command that ran in the session ended the stream.")
            : _isDone || _conversation.HasResult ? (TurnOutcome.Completed, null)
            : (TurnOutcome.Interrupted, "The events end before the turn does.");
        _conversation.EndTurn(_last, outcome, reason, _last - _began);
        Reset();
    }

    private void Reset() => _isDone = _isTakenOver = false;
}
