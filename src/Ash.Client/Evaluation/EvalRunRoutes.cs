using Ash.Http;

namespace Ash;

/// <summary>Runs of eval cases: <c>/api/agents/{name}/eval-runs</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class EvalRunRoutes
{
    /// <summary>The first wait between two looks at a run: an emulator's run is over at once.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait between two looks: well below the server's limit of 1500 requests in 15 minutes.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly AshTransport _transport;

    internal EvalRunRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Starts a run: <c>POST /api/agents/{name}/eval-runs</c>. The server takes it up when those before it are over.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="options">Which version and which cases; null takes all active cases.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The run, pending.</returns>
    [Operation("POST /api/agents/{name}/eval-runs", Body = typeof(EvalRunOptions), Answer = typeof(EvalRunBody))]
    public async Task<EvalRun> StartAsync(string agent, EvalRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        EvalRunBody answer = await _transport.SendAsync(
            HttpMethod.Post, PathOf(agent), options ?? new(), AshJsonContext.Default.EvalRunOptions, AshJsonContext.Default.EvalRunBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Run;
    }

    /// <summary>Lists an agent's runs: <c>GET /api/agents/{name}/eval-runs</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The runs, the newest first.</returns>
    [Operation("GET /api/agents/{name}/eval-runs", Answer = typeof(EvalRunListBody))]
    public async Task<IReadOnlyList<EvalRun>> ListAsync(string agent, CancellationToken cancellationToken = default)
    {
        EvalRunListBody answer = await _transport.GetAsync(
            PathOf(agent), AshJsonContext.Default.EvalRunListBody, cancellationToken).ConfigureAwait(false);
        return answer.Runs;
    }

    /// <summary>Gets one run: <c>GET /api/agents/{name}/eval-runs/{id}</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The run.</returns>
    [Operation("GET /api/agents/{name}/eval-runs/{id}", Answer = typeof(EvalRunBody))]
    public async Task<EvalRun> GetAsync(string agent, string id, CancellationToken cancellationToken = default)
    {
        EvalRunBody answer = await _transport.GetAsync(
            PathOf(agent, id), AshJsonContext.Default.EvalRunBody, cancellationToken).ConfigureAwait(false);
        return answer.Run;
    }

    /// <summary>Waits for the end of a run. It is looked at every two seconds, at first more often.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="progress">Is told what the run looks like, each time.</param>
    /// <param name="cancellationToken">Ends the wait; the run goes on.</param>
    /// <returns>The run, completed or failed.</returns>
    public async Task<EvalRun> WaitAsync(
        string agent, string id, IProgress<EvalRun>? progress = null, CancellationToken cancellationToken = default)
    {
        TimeSpan wait = FirstWait;
        while (true)
        {
            EvalRun run = await GetAsync(agent, id, cancellationToken).ConfigureAwait(false);
            progress?.Report(run);
            if (run.IsFinished) return run;
            await Task.Delay(wait, _transport.Clock, cancellationToken).ConfigureAwait(false);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Compares two runs, case by case: <c>GET /api/agents/{name}/eval-runs/compare</c>.</summary>
    /// <param name="agent">The agent's name, to which both belong.</param>
    /// <param name="referenceId">The id of the run that is compared with.</param>
    /// <param name="differenceId">The id of the run that is compared.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Both runs, and each case in both.</returns>
    [Operation("GET /api/agents/{name}/eval-runs/compare", Query = ["runA", "runB"], Answer = typeof(EvalComparisonBody))]
    public async Task<EvalRunComparison> CompareAsync(
        string agent, string referenceId, string differenceId, CancellationToken cancellationToken = default)
    {
        CheckId(referenceId);
        CheckId(differenceId);
        EvalComparisonBody answer = await _transport.GetAsync(
            $"{PathOf(agent)}/compare?runA={referenceId}&runB={differenceId}", AshJsonContext.Default.EvalComparisonBody,
            cancellationToken).ConfigureAwait(false);
        foreach (EvalComparison compared in answer.Comparison.Results)
        {
            compared.AgentName = agent;
            if (compared.Reference is { } reference) reference.AgentName = agent;
            if (compared.Difference is { } difference) difference.AgentName = agent;
        }
        return answer.Comparison;
    }

    /// <summary>The path of a run, whose id is checked first.</summary>
    internal static string PathOf(string agent, string id)
    {
        CheckId(id);
        return $"{PathOf(agent)}/{id}";
    }

    private static string PathOf(string agent) => AgentRoutes.PathOf(agent) + "/eval-runs";

    private static void CheckId(string id) => Require.Uuid(id, "eval run");
}
