using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that sends messages and emits the turns that answer them.</summary>
public abstract class AshTurnCommand : AshServerCommand
{
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

    /// <summary>How messages are handled, as the parameters say.</summary>
    /// <param name="force">Send even while a turn of the session runs in this process.</param>
    private protected MessageOptions CreateOptions(bool force = false) => new()
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
        Force = force,
    };

    /// <summary>Sends one message and writes its turn as it comes.</summary>
    private protected void Stream(TurnOutput output, string message, MessageOptions options)
    {
        AshException? failure = null;
        try
        {
            foreach (AshEvent next in Await(Client.Messages.SendAsync(output.SessionId, message, options, StopToken))) Write(output, next);
        }
        catch (AshException e)
        {
            failure = e;
        }
        WriteEnd(output, failure);
    }

    /// <summary>Writes what the next event brings.</summary>
    private protected void Write(TurnOutput output, AshEvent next)
    {
        if (output.Next(next) is { } item) WriteObject(item);
        if (next is not MalformedEvent malformed) return;
        AshException failure = new(AshErrorCause.MalformedEvent,
            $"Event {malformed.Sequence} ({malformed.Type}) of session {malformed.SessionId} is malformed: {malformed.Reason}");
        WriteError(ErrorTable.ToErrorRecord(failure, malformed));
    }

    /// <summary>Writes what the end of a turn brings.</summary>
    private protected void WriteEnd(TurnOutput output, AshException? failure)
    {
        // Output first: the error may stop the pipeline.
        if (output.End(failure) is { } item) WriteObject(item);
        if (failure is not null) WriteError(ErrorTable.ToErrorRecord(failure, output.SessionId));
    }
}
