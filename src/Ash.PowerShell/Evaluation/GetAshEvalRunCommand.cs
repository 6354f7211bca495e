using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the eval runs of agents, the newest first, or single ones by id.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshEvalRun", DefaultParameterSetName = ListSet)]
[OutputType(typeof(EvalRun))]
public sealed class GetAshEvalRunCommand : AshEvalRunCommand
{
    private const string ListSet = "List";
    private const string ItemSet = "Item";
    private const string AgentSet = "Agent";

    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ListSet, ValueFromPipeline = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name", Unless = nameof(EvalResult.EvalRunId))]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">Runs: ids together with -Agent, or objects with an EvalRunId: runs, to get them anew, and results.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EvalRunIdCompleter))]
    [AgentItem("an eval run", nameof(EvalResult.EvalRunId))]
    public AgentItem[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Id is null)
        {
            foreach (string agent in Agent!) ForTarget(agent, () => List(agent));
            return;
        }
        foreach ((AgentItem run, string? agent) in AgentItem.At(Agent, Id))
            ForTarget(run.Key, () => Emit(Await(Client.EvalRuns.GetAsync(run.Of(agent), run.Key, StopToken))));
    }

    private void List(string agent)
    {
        foreach (EvalRun run in Await(Client.EvalRuns.ListAsync(agent, StopToken))) Emit(run);
    }
}
