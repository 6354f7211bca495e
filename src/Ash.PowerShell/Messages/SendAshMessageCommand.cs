using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sends a message to a session and streams the turn that answers it.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Send, "AshMessage", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AshEvent), typeof(MessageEvent), typeof(ToolUseEvent), typeof(ToolResultEvent), typeof(string), typeof(Turn))]
public sealed class SendAshMessageCommand : AshServerCommand
{
    private MessageOptions? _options;
    private ConcurrentTurns? _turns;
    private bool _sessionsArePiped;

    /// <summary><para type="description">The message. Several are sent one after the other, each when the turn before it has ended.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[]? Message { get; set; }

    /// <summary><para type="description">The session: an object from New-AshSession or Get-AshSession, an id, or anything with a SessionId or Id.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
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

    /// <summary><para type="description">How many sessions stream at once. Messages to one session are always sent one after the other.</para></summary>
    [Parameter]
    [ValidateRange(1, 1_000)]
    public int ThrottleLimit { get; set; } = 16;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        // Before the first input only what was typed is bound.
        _sessionsArePiped = !MyInvocation.BoundParameters.ContainsKey(nameof(Session));
        _turns = new(ThrottleLimit, StopToken);
        _options = new()
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
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        // Found here: other threads have no default connection.
        AshClient client = Client;
        foreach (string session in Session!)
        {
            foreach (string message in Message!)
            {
                if (!ShouldProcess($"session {session}", $"Send '{message}'")) continue;
                TurnOutput output = new(session, As);
                if (!_sessionsArePiped && Session!.Length == 1) Stream(output, message);
                else _turns!.Add(output, () => client.Messages.SendAsync(session, message, _options, StopToken));
            }
        }
        // Whoever pipes messages into one session may look at an answer before the next message. Whoever pipes sessions wants them
        // all at work, and waits only while there are more of them than may stream at once.
        Write(unfinished: _sessionsArePiped ? ThrottleLimit - 1 : 0);
    }

    /// <inheritdoc/>
    protected override void Finish() => Write(unfinished: 0);

    private void Stream(TurnOutput output, string message)
    {
        AshException? failure = null;
        try
        {
            foreach (AshEvent next in Await(Client.Messages.SendAsync(output.SessionId, message, _options, StopToken))) Write(output, next);
        }
        catch (AshException e)
        {
            failure = e;
        }
        WriteEnd(output, failure);
    }

    /// <summary>Writes what has come, and waits for more while more turns than this are under way.</summary>
    private void Write(int unfinished)
    {
        while (_turns!.Unfinished > 0)
        {
            while (_turns.TryTake(out ConcurrentTurns.Step step))
            {
                if (step.Event is not null) Write(step.Output, step.Event);
                else if (step.Failure is null or { SourceException: AshException }) WriteEnd(step.Output, step.Failure?.SourceException as AshException);
                else step.Failure.Throw();
            }
            if (_turns.Unfinished <= unfinished) return;
            Await(_turns.WaitAsync());
        }
    }

    private void Write(TurnOutput output, AshEvent next)
    {
        if (output.Next(next) is { } item) WriteObject(item);
        if (next is not MalformedEvent malformed) return;
        AshException failure = new(AshErrorCause.MalformedEvent,
            $"Event {malformed.Sequence} ({malformed.Type}) of session {malformed.SessionId} is malformed: {malformed.Reason}");
        WriteError(ErrorTable.ToErrorRecord(failure, malformed));
    }

    private void WriteEnd(TurnOutput output, AshException? failure)
    {
        // Output first: the error may stop the pipeline.
        if (output.End(failure) is { } item) WriteObject(item);
        if (failure is not null) WriteError(ErrorTable.ToErrorRecord(failure, output.SessionId));
    }
}
