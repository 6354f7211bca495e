using Ash.Emulation.Items;

namespace Ash.Emulation.Evaluation;

/// <summary>Cases, runs and results. They outlive their agent: one that is deployed again under its name has them back.</summary>
internal sealed class EvalStore
{
    public ItemStore<EvalCase> Cases { get; } = new(one => one.Id);

    public ItemStore<EvalRun> Runs { get; } = new(run => run.Id);

    public ItemStore<EvalResult> Results { get; } = new(result => result.Id);

    public IReadOnlyList<EvalCase> CasesOf(string agentName) => Cases.List(one => one.AgentName == agentName);

    /// <summary>An agent's runs, the newest first.</summary>
    public IReadOnlyList<EvalRun> RunsOf(string agentName) => [.. Runs.List(run => run.AgentName == agentName).Reverse()];

    public IReadOnlyList<EvalResult> ResultsOf(string runId) => Results.List(result => result.RunId == runId);
}
