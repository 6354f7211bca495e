using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gives results of eval runs a person's score and notes.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AshEvalResult", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(EvalResult))]
public sealed class SetAshEvalResultCommand : AshServerCommand
{
    private const string ItemSet = "Item";
    private const string AgentSet = "Agent";
    private const string RunSet = "Run";

    /// <summary><para type="description">The agent, where the rest does not say it: its name, or an object from Get-AshAgent.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet)]
    [Parameter(ParameterSetName = RunSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">Results: objects from Get-AshEvalResult or anything with an AgentName and an EvalResultId; with -Agent ids are enough.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EvalResultIdCompleter))]
    [AgentItem("an eval result", "EvalResultId")]
    public AgentItem[]? Id { get; set; }

    /// <summary><para type="description">A run, all of whose results get the score and the notes: an object from Get-AshEvalRun, or an id together with -Agent.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = RunSet)]
    [ArgumentCompleter(typeof(EvalRunIdCompleter))]
    [AgentItem("an eval run", nameof(EvalResult.EvalRunId))]
    public AgentItem? Run { get; set; }

    /// <summary><para type="description">The score, from 1 to 5.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Score")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public double? HumanScore { get; set; }

    /// <summary><para type="description">The notes.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Notes")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? HumanNotes { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Run is not null)
        {
            ForTarget(Run.Key, () => ScoreAll(Run.Of(Agent), Run.Key));
            return;
        }
        foreach (AgentItem result in Id!) ForTarget(result.Key, () => Score(result.Of(Agent), result.Key));
    }

    private void Score(string agent, string id)
    {
        if (ShouldProcess($"eval result {id} of agent {agent}", Action))
            WriteObject(Await(Client.EvalResults.ScoreAsync(agent, id, HumanScore, HumanNotes, StopToken)));
    }

    private void ScoreAll(string agent, string runId)
    {
        if (!ShouldProcess($"all results of eval run {runId} of agent {agent}", Action)) return;
        WriteObject(
            Await(Client.EvalResults.ScoreRunAsync(agent, runId, HumanScore, HumanNotes, cancellationToken: StopToken)), enumerateCollection: true);
    }

    private string Action => HumanScore is { } score ? $"Score {score}" : "Note";
}
