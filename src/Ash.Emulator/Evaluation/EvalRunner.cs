using Ash.Emulation.Agents;

namespace Ash.Emulation.Evaluation;

/// <summary>
/// Runs what is pending, one run after the other. A real server looks for new runs every five seconds; this one is told. A run that is
/// under way when the server ends stays as it is for ever, here as there.
/// </summary>
internal sealed class EvalRunner(EvalStore store, AgentStore agents, EvalAgent asked, TimeProvider clock) : IDisposable
{
    private readonly object _gate = new();
    private CancellationTokenSource? _running;

    /// <summary>Takes up what is pending, unless that is done already.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            if (_running is not null)
                return;
            var running = _running = new CancellationTokenSource();
            _ = Task.Run(() => WorkAsync(running));
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _running?.Cancel();
            _running = null;
        }
    }

    public void Dispose() => Stop();

    private async Task WorkAsync(CancellationTokenSource running)
    {
        using (running)
        {
            try
            {
                while (NextRun(running) is { } run)
                    await RunAsync(run, running.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (running.IsCancellationRequested)
            {
                // The server was killed.
            }
        }
    }

    /// <summary>Decided under the lock, so that a run that is started at this moment finds either this work going on or none.</summary>
    private EvalRun? NextRun(CancellationTokenSource running)
    {
        lock (_gate)
        {
            if (_running != running)
                return null;
            if (store.Runs.List(run => run.Status == EvalStatus.Pending) is [var next, ..])
                return next;
            _running = null;
            return null;
        }
    }

    private async Task RunAsync(EvalRun run, CancellationToken stopping)
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
            await AnswerAsync(agent, result, stopping).ConfigureAwait(false);
            done++;
            Change(run, it => it with { CompletedCases = done });
        }

        var summary = EvalSummary.Of(store.ResultsOf(run.Id));
        Change(run, it => it with { Status = EvalStatus.Completed, CompletedAt = clock.GetUtcNow(), Summary = summary });
    }

    private async Task AnswerAsync(Agent agent, EvalResult result, CancellationToken stopping)
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
            var answer = await asked.AskAsync(agent, $"eval-{result.RunId}-{result.Id}", one.Question, stopping).ConfigureAwait(false);
            Change(result, it => it with
            {
                AgentResponse = answer,
                TopicScore = EvalScores.Topics(answer, one.ExpectedTopics),
                SafetyScore = EvalScores.Safety(answer, one.ExpectedNotTopics),
                LatencyMs = Latency(),
            }, EvalStatus.Completed);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            Change(result, it => it with { Error = exception.Message, LatencyMs = Latency() }, EvalStatus.Error);
        }
    }

    private void Change(EvalRun run, Func<EvalRun, EvalRun> change) => store.Runs.Replace(run.Id, change);

    private void Change(EvalResult result, Func<EvalResult, EvalResult> change, string status) => store.Results.Replace(
        result.Id, it => change(it) with { Status = status, CompletedAt = clock.GetUtcNow() });
}
