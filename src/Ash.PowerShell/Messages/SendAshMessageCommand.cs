using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sends a message to a session and streams the turn that answers it.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Send, "AshMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AshEvent), typeof(MessageEvent), typeof(ToolUseEvent), typeof(ToolResultEvent), typeof(string), typeof(Turn))]
public sealed class SendAshMessageCommand : AshServerCommand
{
    /// <summary><para type="description">The message. Several are sent one after the other, each when the turn before it has ended.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[]? Message { get; set; }

    /// <summary><para type="description">The session: an object from New-AshSession or Get-AshSession, an id, or anything with a SessionId or Id.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">What to emit: Event (the default), each event as it arrives; Text, the agent's text; Turn, one object at the end with the text, the tools, the cost and the outcome.</para></summary>
    [Parameter]
    public TurnView As { get; set; }

    /// <summary><para type="description">Have the answer come piece by piece as it is written, besides the whole messages.</para></summary>
    [Parameter]
    public SwitchParameter IncludePartial { get; set; }

    /// <summary><para type="description">The model for this message, in place of the session's.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Model { get; set; }

    /// <summary><para type="description">How often the model may be asked before the turn is broken off.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTurn { get; set; }

    /// <summary><para type="description">What the turn may cost before it is broken off, in US dollars.</para></summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000.0)]
    public decimal? MaxBudgetUsd { get; set; }

    /// <summary><para type="description">How hard the model tries: low, medium, high or max.</para></summary>
    [Parameter]
    [ValidateSet("low", "medium", "high", "max", IgnoreCase = false)]
    public string? Effort { get; set; }

    /// <summary><para type="description">How the model thinks: adaptive, enabled or disabled.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ThinkingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Thinking { get; set; }

    /// <summary><para type="description">How many tokens the model may think for. It turns thinking on.</para></summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? ThinkingBudget { get; set; }

    /// <summary><para type="description">A JSON schema that the answer follows: a hashtable, JSON, or the path of a JSON file.</para></summary>
    [Parameter]
    [JsonArgument]
    public string? OutputSchema { get; set; }

    /// <summary><para type="description">How many seconds the whole turn may take. Without it: as long as the agent works. The agent works on when the time is over.</para></summary>
    [Parameter]
    [ValidateRange(1, 604_800)]
    public int? TimeoutSec { get; set; }

    /// <summary><para type="description">Send even while a turn of the session runs in this process, although the server mixes the two.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        MessageOptions options = new()
        {
            IncludePartial = IncludePartial,
            Model = Model,
            MaxTurns = MaxTurn,
            MaxBudgetUsd = MaxBudgetUsd,
            Effort = Effort,
            Thinking = Thinking ?? (ThinkingBudget is null ? null : "enabled"),
            ThinkingBudgetTokens = ThinkingBudget,
            OutputSchema = OutputSchema,
            Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Force = Force,
        };
        foreach (string session in Session!)
        {
            foreach (string message in Message!)
            {
                if (ShouldProcess($"session {session}", $"Send '{message}'")) ForTarget(session, () => Send(session, message, options));
            }
        }
    }

    private void Send(string session, string message, MessageOptions options)
    {
        IEnumerable<AshEvent> events = Await(Client.Messages.SendAsync(session, message, options, StopToken));
        switch (As)
        {
            case TurnView.Text:
                TurnText text = new();
                foreach (AshEvent next in events)
                {
                    ReportMalformed(next);
                    if (text.Next(next) is { } piece) WriteObject(piece);
                }
                break;
            case TurnView.Turn:
                SendTurn(session, events);
                break;
            default:
                foreach (AshEvent next in events)
                {
                    WriteObject(next);
                    ReportMalformed(next);
                }
                break;
        }
    }

    private void SendTurn(string session, IEnumerable<AshEvent> events)
    {
        TurnBuilder turn = new(session);
        try
        {
            foreach (AshEvent next in events)
            {
                ReportMalformed(next);
                turn.Add(next);
            }
            WriteObject(turn.Build(TurnOutcome.Completed));
        }
        catch (AshStreamException e)
        {
            // The turn is worth having however it ended, and comes before the error, which may stop the pipeline.
            WriteObject(turn.Build(e.Outcome, e.Message));
            throw;
        }
    }

    private void ReportMalformed(AshEvent next)
    {
        if (next is not MalformedEvent malformed) return;
        AshException failure = new(AshErrorCause.MalformedEvent,
            $"Event {malformed.Sequence} ({malformed.Type}) of session {malformed.SessionId} is malformed: {malformed.Reason}");
        WriteError(ErrorTable.ToErrorRecord(failure, malformed));
    }
}
