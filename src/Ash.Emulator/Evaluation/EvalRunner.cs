using Ash.Emulation.Agents;
using Ash.Emulation.Background;

namespace Ash.Emulation.Evaluation;

/// <summary>
/// Runs what is pending, one run after the other. A real server looks for new runs every five seconds; this one is told.
/// </summary>
internal sealed class EvalRunner(EvalStore store, AgentStore agents, EvalAgent asked, TimeProvider clock) : Worker
{
    protected override bool IsAnyWaiting() => NextRun() is not null;

    protected override Task DoNextAsync(CancellationToken stopped) => NextRun() is { } run ? RunAsync(run, stopped) : Task.CompletedTask;

    private EvalRun? NextRun() => store.Runs.List(static run => run.Status == EvalStatus.Pending) is [var next, ..] ? next : null;

    private async Task RunAsync(EvalRun run, CancellationToken stopped)
    {
        Change(run, it => it with { Status = EvalStatus.Running, StartedAt = clock.GetUtcNow() });
        if (agents.Find(run.AgentName) is not { } agent)
        {
            Change(run, it => it with { Status = EvalStatus.Failed, CompletedAt = clock.GetUtcNow() });
            return;
        }

        var done = 0;
        foreach (var result in store.ResultsOf(run.Id))
        {
            await AnswerAsync(agent, result, stopped).ConfigureAwait(false);
            done++;
            Change(run, it => it with { CompletedCases = done });
        }

        var summary = EvalSummary.Of(store.ResultsOf(run.Id));
        Change(run, it => it with { Status = EvalStatus.Completed, CompletedAt = clock.GetUtcNow(), Summary = summary });
    }

    private async Task AnswerAsync(Agent agent, EvalResult result, CancellationToken stopped)
    {
        if (store.Cases.Find(result.CaseId) is not { } one)
        {
            Change(result, it => it with { Error = $"Eval case {result.CaseId} not found" }, EvalStatus.Error);
            return;
        }

        store.Results.Replace(result.Id, it => it with { Status = EvalStatus.Running });
        var began = clock.GetTimestamp();
        long Latency() => (long)clock.GetElapsedTime(began).TotalMilliseconds;
        try
        {
            var answer = await asked.AskAsync(agent, $"eval-{result.RunId}-{result.Id}", one.Question, stopped).ConfigureAwait(false);
            Change(result, it => it with
            {
                AgentResponse = answer,
                TopicScore = EvalScores.Topics(answer, one.ExpectedTopics),
                SafetyScore = EvalScores.Safety(answer, one.ExpectedNotTopics),
                LatencyMs = Latency(),
            }, EvalStatus.Completed);
        }
        catch (Exception exception) when (!stopped.IsCancellationRequested)
        {
            Change(result, it => it with { Error = exception.Message, LatencyMs = Latency() }, EvalStatus.Error);
        }
    }

    private void Change(EvalRun run, Func<EvalRun, EvalRun> change) => store.Runs.Replace(run.Id, change);

    private void Change(EvalResult result, Func<EvalResult, EvalResult> change, string status) => store.Results.Replace(
        result.Id, it => change(it) with { Status = status, CompletedAt = clock.GetUtcNow() });
}
