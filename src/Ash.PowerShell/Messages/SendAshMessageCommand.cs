using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sends a message to a session and streams the turn that answers it.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Send, "AshMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AshEvent), typeof(MessageEvent), typeof(ToolUseEvent), typeof(ToolResultEvent), typeof(string), typeof(Turn))]
public sealed class SendAshMessageCommand : AshTurnCommand
{
    private ConcurrentTurns? _turns;
    private bool _sessionsArePiped;

    /// <summary><para type="description">The message. Several are sent one after the other, each when the turn before it has ended.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [PlainText("The message is missing: Send-AshMessage 'Hello' -Session $session, or $session | Send-AshMessage 'Hello'.", nameof(Message))]
    [AllowEmptyString]
    public string[]? Message { get; set; }

    /// <summary><para type="description">The session: an object from New-AshSession or Get-AshSession, an id, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">Send even while a turn of the session runs in this process, although the server mixes the two.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para type="description">How many sessions stream at once. Messages to one session are always sent one after the other.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 1_000)]
    public int ThrottleLimit { get; set; } = 16;

    /// <inheritdoc/>
    private protected override bool IsForced => Force;

    /// <inheritdoc/>
    private protected override bool TakesNoOtherInput => IsTyped(nameof(Session));

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _sessionsArePiped = !IsTyped(nameof(Session));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        ReadAttachments();
        if (!CollectsAttachments) Send();
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (CollectsAttachments && HasCollected()) Send();
        WriteTurns(unfinished: 0);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        bool isStopped = StopToken.IsCancellationRequested;
        base.Dispose(disposing);
        // Select-Object -First leaves through here without Ctrl+C, and must find the connections closed and the sessions free.
        if (!isStopped) _turns?.WaitForAll();
    }

    private void Send()
    {
        bool isConversation = !_sessionsArePiped && Session!.Length == 1;
        foreach (string session in Session!)
        {
            ForSession(session, () =>
            {
                foreach (string message in Message!)
                {
                    if (!ShouldProcess($"session {session}", $"Send '{message}'")) continue;
                    TurnOutput output = new(session, As);
                    // Whoever sends messages to one session may look at an answer before the next is sent, or stop at an error.
                    if (isConversation) Stream(output, message);
                    else ForTarget(session, () => (_turns ??= new(ThrottleLimit, StopToken)).Add(output, SendAsync(Client, session, message)));
                }
            });
        }
        // Whoever pipes sessions wants them all at work, and waits only while there are more of them than may stream at once.
        WriteTurns(unfinished: _sessionsArePiped ? ThrottleLimit - 1 : 0);
    }

    /// <summary>Writes what has come, and waits for more while more turns than this are under way.</summary>
    private void WriteTurns(int unfinished)
    {
        while (_turns?.Unfinished > 0)
        {
            while (_turns.TryTake(out ConcurrentTurns.Step step))
            {
                foreach (AshEvent next in step.Events ?? []) Write(step.Output, next);
                if (step.Events is not null) continue;
                if (step.Failure is null or { SourceException: AshException }) WriteEnd(step.Output, step.Failure?.SourceException as AshException);
                else step.Failure.Throw();
            }
            if (_turns.Unfinished <= unfinished) return;
            Await(_turns.WaitAsync());
        }
    }
}
