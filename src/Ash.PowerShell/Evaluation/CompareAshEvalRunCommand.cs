using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Compares two eval runs of an agent, case by case: what became better and what worse.</para>
/// </summary>
[Cmdlet(VerbsData.Compare, "AshEvalRun")]
[OutputType(typeof(EvalComparison))]
public sealed class CompareAshEvalRunCommand : AshServerCommand
{
    /// <summary><para type="description">The run that is compared with: an object from Get-AshEvalRun, or an id together with -Agent.</para></summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ArgumentCompleter(typeof(EvalRunIdCompleter))]
    [AgentItem("an eval run", nameof(EvalResult.EvalRunId))]
    public AgentItem? ReferenceRun { get; set; }

    /// <summary><para type="description">The run that is compared: an object from Get-AshEvalRun, or an id together with -Agent.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EvalRunIdCompleter))]
    [AgentItem("an eval run", nameof(EvalResult.EvalRunId))]
    public AgentItem? DifferenceRun { get; set; }

    /// <summary><para type="description">The agent, where neither run says it: its name, or an object from Get-AshAgent.</para></summary>
    [Parameter]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForTarget(DifferenceRun!.Key, () =>
    {
        if (ReferenceRun!.AgentName is { } one && DifferenceRun.AgentName is { } other && one != other)
            throw new AshException(AshErrorCause.InvalidRequest, $"Runs of two agents cannot be compared: these are of {one} and of {other}.");
        string agent = ReferenceRun.AgentName is null ? DifferenceRun.Of(Agent) : ReferenceRun.Of(Agent);
        EvalRunComparison compared = Await(Client.EvalRuns.CompareAsync(agent, ReferenceRun.Key, DifferenceRun.Key, StopToken));
        WriteObject(compared.Results, enumerateCollection: true);
    });
}
