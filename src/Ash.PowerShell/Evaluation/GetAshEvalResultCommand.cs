using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets what the cases of eval runs came to: answers and scores, with the questions.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshEvalResult", DefaultParameterSetName = ItemSet)]
[OutputType(typeof(EvalResult))]
public sealed class GetAshEvalResultCommand : AshAgentItemCommand
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _questions = new(StringComparer.Ordinal);

    /// <summary><para type="description">Runs: objects from Get-AshEvalRun or anything with an AgentName and an EvalRunId; with -Agent ids are enough.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(EvalRunIdCompleter))]
    [AgentItem("an eval run", nameof(EvalResult.EvalRunId))]
    public AgentItem[]? Run { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Run!, (agent, run) =>
    {
        IReadOnlyList<EvalResult> results = Await(Client.EvalResults.ListAsync(agent, run.Key, StopToken));
        IReadOnlyDictionary<string, string> questions = QuestionsOf(agent);
        foreach (EvalResult result in results)
        {
            PSObject shown = new(result);
            // A result says only which case it is of. The case may be gone by now.
            shown.Properties.Add(new PSNoteProperty(nameof(EvalCase.Question), questions.GetValueOrDefault(result.EvalCaseId)));
            WriteObject(shown);
        }
    });

    private IReadOnlyDictionary<string, string> QuestionsOf(string agent)
    {
        if (_questions.TryGetValue(agent, out IReadOnlyDictionary<string, string>? known)) return known;
        return _questions[agent] = Await(Client.EvalCases.ListAsync(agent, cancellationToken: StopToken))
            .ToDictionary(static one => one.Id, static one => one.Question, StringComparer.Ordinal);
    }
}
