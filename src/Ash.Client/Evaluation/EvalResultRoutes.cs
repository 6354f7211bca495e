using Ash.Http;

namespace Ash;

/// <summary>What the cases of eval runs came to. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class EvalResultRoutes
{
    private readonly AshTransport _transport;

    internal EvalResultRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Lists the results of a run, also of cases that are not done yet: <c>GET /api/agents/{name}/eval-runs/{id}/results</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The results, in the order in which the agent is asked.</returns>
    [Operation("GET /api/agents/{name}/eval-runs/{id}/results", Answer = typeof(EvalResultListBody))]
    public async Task<IReadOnlyList<EvalResult>> ListAsync(string agent, string runId, CancellationToken cancellationToken = default)
    {
        EvalResultListBody answer = await _transport.GetAsync(
            EvalRunRoutes.PathOf(agent, runId) + "/results", AshJsonContext.Default.EvalResultListBody, cancellationToken).ConfigureAwait(false);
        return Of(agent, answer.Results);
    }

    /// <summary>Gives one result a person's score and notes: <c>PATCH /api/agents/{name}/eval-results/{id}</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The result's id.</param>
    /// <param name="score">From 1 to 5; null leaves the score as is.</param>
    /// <param name="notes">The notes; null leaves them as they are.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The result as it is then.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: a value is not one the server takes, or there is none; nothing was sent.</exception>
    [Operation("PATCH /api/agents/{name}/eval-results/{id}", Body = typeof(EvalScoreBody), Answer = typeof(EvalResultBody))]
    public async Task<EvalResult> ScoreAsync(
        string agent, string id, double? score = null, string? notes = null, CancellationToken cancellationToken = default)
    {
        CheckId(id);
        CheckScore(score, notes);
        EvalResultBody answer = await _transport.SendAsync(
            HttpMethod.Patch, $"{AgentRoutes.PathOf(agent)}/eval-results/{id}", new EvalScoreBody { HumanScore = score, HumanNotes = notes },
            AshJsonContext.Default.EvalScoreBody, AshJsonContext.Default.EvalResultBody, cancellationToken).ConfigureAwait(false);
        answer.Result.AgentName = agent;
        return answer.Result;
    }

    /// <summary>
    /// Gives results of a run a person's score and notes: <c>POST /api/agents/{name}/eval-runs/{id}/score</c>. Other than
    /// <see cref="ScoreAsync"/> it takes only what belongs to the run.
    /// </summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="score">From 1 to 5; null leaves the scores as they are.</param>
    /// <param name="notes">The notes; null leaves them as they are.</param>
    /// <param name="resultId">The one result; null for all results of the run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The results as they are then.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: a value is not one the server takes, or there is none; nothing was sent.</exception>
    [Operation("POST /api/agents/{name}/eval-runs/{id}/score", Body = typeof(EvalRunScoreBody), Answer = typeof(EvalScoredBody))]
    public async Task<IReadOnlyList<EvalResult>> ScoreRunAsync(
        string agent, string runId, double? score = null, string? notes = null, string? resultId = null,
        CancellationToken cancellationToken = default)
    {
        if (resultId is not null) CheckId(resultId);
        CheckScore(score, notes);
        EvalRunScoreBody body = new() { ResultId = resultId, HumanScore = score, HumanNotes = notes };
        EvalScoredBody answer = await _transport.SendAsync(
            HttpMethod.Post, EvalRunRoutes.PathOf(agent, runId) + "/score", body, AshJsonContext.Default.EvalRunScoreBody,
            AshJsonContext.Default.EvalScoredBody, cancellationToken).ConfigureAwait(false);
        return Of(agent, answer.Results);
    }

    private static IReadOnlyList<EvalResult> Of(string agent, IReadOnlyList<EvalResult> results)
    {
        foreach (EvalResult result in results) result.AgentName = agent;
        return results;
    }

    private static void CheckId(string id) => Require.Uuid(id, "eval result");

    private static void CheckScore(double? score, string? notes)
    {
        if (score is null && notes is null) throw Require.Invalid("There is neither a score nor a note.");
        if (score is not (null or (>= 1 and <= 5))) throw Require.Invalid($"A person's score is from 1 to 5; this is {score}.");
        Require.AtMost(notes, 10_000, "A person's notes");
    }
}
