using System.Management.Automation;

namespace Ash.Commands;

/// <summary>What is emitted of one turn, in the view that was asked for.</summary>
/// <param name="sessionId">The session.</param>
/// <param name="view">The view.</param>
internal sealed class TurnOutput(string sessionId, TurnView view)
{
    private readonly TurnText? _text = view == TurnView.Text ? new() : null;

    /// <summary>ConvertTo-Json sees of what is inside a turn only .NET's own properties, unless the engine has wrapped it.</summary>
    private readonly TurnBuilder? _turn = view == TurnView.Turn ? new(sessionId) { ItemView = PSObject.AsPSObject } : null;

    private MessageEvent? _end;

    public string SessionId => sessionId;

    /// <summary>The answer that follows a schema, as JSON; null where there is none.</summary>
    public string? Result => _end?.GetStructuredOutput() is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } result ? result.GetRawText() : null;

    /// <summary>What to emit with the next event; null where it is nothing.</summary>
    public object? Next(AshEvent next)
    {
        _turn?.Add(next);
        if (next is MessageEvent { MessageType: "result" } end) _end = end;
        return view switch
        {
            TurnView.Event => next,
            TurnView.Text => _text!.Next(next),
            _ => null,
        };
    }

    /// <summary>What to emit at the end: the turn, which is worth having however it ended; null where it is nothing.</summary>
    /// <param name="failure">Why it did not complete; null where it did.</param>
    public object? End(AshException? failure) => failure switch
    {
        null => _turn?.Build(TurnOutcome.Completed),
        AshStreamException cut => _turn?.Build(cut.Outcome, cut.Message),
        // The server never took the message: there was no turn.
        _ => null,
    };
}
