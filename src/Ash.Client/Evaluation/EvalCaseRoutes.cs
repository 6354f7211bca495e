using Ash.Http;

namespace Ash;

/// <summary>Cases that agents are evaluated with: <c>/api/agents/{name}/eval-cases</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class EvalCaseRoutes
{
    private readonly AshTransport _transport;

    internal EvalCaseRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Lists an agent's cases: <c>GET /api/agents/{name}/eval-cases</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="category">Only cases of this category.</param>
    /// <param name="isActive">Only cases that runs take up, or only those that they do not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The cases, the oldest first.</returns>
    [Operation("GET /api/agents/{name}/eval-cases", Query = ["category", "isActive"], Answer = typeof(EvalCaseListBody))]
    public async Task<IReadOnlyList<EvalCase>> ListAsync(
        string agent, string? category = null, bool? isActive = null, CancellationToken cancellationToken = default)
    {
        List<string> filters = [];
        if (category is not null) filters.Add("category=" + Uri.EscapeDataString(category));
        if (isActive is { } active) filters.Add(active ? "isActive=true" : "isActive=false");
        string query = filters.Count == 0 ? string.Empty : "?" + string.Join('&', filters);
        EvalCaseListBody answer = await _transport.GetAsync(
            PathOf(agent) + query, AshJsonContext.Default.EvalCaseListBody, cancellationToken).ConfigureAwait(false);
        return answer.Cases;
    }

    /// <summary>Gets one case: <c>GET /api/agents/{name}/eval-cases/{id}</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The case.</returns>
    [Operation("GET /api/agents/{name}/eval-cases/{id}", Answer = typeof(EvalCaseBody))]
    public async Task<EvalCase> GetAsync(string agent, string id, CancellationToken cancellationToken = default)
    {
        EvalCaseBody answer = await _transport.GetAsync(
            PathOf(agent, id), AshJsonContext.Default.EvalCaseBody, cancellationToken).ConfigureAwait(false);
        return answer.Case;
    }

    /// <summary>Makes a case: <c>POST /api/agents/{name}/eval-cases</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="options">The question, and what the answer should be like.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The case.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: there is no question; nothing was sent.</exception>
    [Operation("POST /api/agents/{name}/eval-cases", Body = typeof(EvalCaseOptions), Answer = typeof(EvalCaseBody))]
    public async Task<EvalCase> CreateAsync(string agent, EvalCaseOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckQuestion(options.Question);
        EvalCaseBody answer = await _transport.SendAsync(
            HttpMethod.Post, PathOf(agent), options, AshJsonContext.Default.EvalCaseOptions, AshJsonContext.Default.EvalCaseBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Case;
    }

    /// <summary>Changes a case: <c>PATCH /api/agents/{name}/eval-cases/{id}</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The case's id.</param>
    /// <param name="change">What to change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The case as it is then.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the question is empty; nothing was sent.</exception>
    [Operation("PATCH /api/agents/{name}/eval-cases/{id}", Body = typeof(EvalCaseChange), Answer = typeof(EvalCaseBody))]
    public async Task<EvalCase> ChangeAsync(string agent, string id, EvalCaseChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Question is not null) CheckQuestion(change.Question);
        EvalCaseBody answer = await _transport.SendAsync(
            HttpMethod.Patch, PathOf(agent, id), change, AshJsonContext.Default.EvalCaseChange, AshJsonContext.Default.EvalCaseBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Case;
    }

    /// <summary>Removes a case: <c>DELETE /api/agents/{name}/eval-cases/{id}</c>. Results of earlier runs stay.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="id">The case's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is removed.</returns>
    [Operation("DELETE /api/agents/{name}/eval-cases/{id}")]
    public Task DeleteAsync(string agent, string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, PathOf(agent, id), null, cancellationToken);

    /// <summary>Gets all cases for another agent or server: <c>GET /api/agents/{name}/eval-cases/export</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The cases, the oldest first.</returns>
    [Operation("GET /api/agents/{name}/eval-cases/export", Answer = typeof(EvalCaseListBody))]
    public async Task<IReadOnlyList<EvalCase>> ExportAsync(string agent, CancellationToken cancellationToken = default)
    {
        EvalCaseListBody answer = await _transport.GetAsync(
            PathOf(agent) + "/export", AshJsonContext.Default.EvalCaseListBody, cancellationToken).ConfigureAwait(false);
        return answer.Cases;
    }

    /// <summary>
    /// Makes many cases: <c>POST /api/agents/{name}/eval-cases/import</c>, as often as it takes, since a server takes a body of one mebibyte.
    /// Each is a new case, also where there is one like it.
    /// </summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="progress">Is told after each request how many cases the server has.</param>
    /// <param name="cancellationToken">Ends the call, perhaps with some of the cases on the server.</param>
    /// <returns>How many cases were made.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: a case has no question or is too large; nothing
    /// was sent.
    /// </exception>
    [Operation("POST /api/agents/{name}/eval-cases/import", Body = typeof(EvalImportBody), Answer = typeof(ImportedBody))]
    public async Task<int> ImportAsync(
        string agent, IReadOnlyList<EvalCaseOptions> cases, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        string path = PathOf(agent) + "/import";
        foreach (EvalCaseOptions options in cases) CheckQuestion(options.Question);
        int imported = 0;
        foreach (IReadOnlyList<EvalCaseOptions> batch in ImportBatches.Split(cases))
        {
            ImportedBody answer = await _transport.SendAsync(
                HttpMethod.Post, path, new EvalImportBody { Cases = batch }, AshJsonContext.Default.EvalImportBody,
                AshJsonContext.Default.ImportedBody, cancellationToken).ConfigureAwait(false);
            imported += answer.Imported;
            progress?.Report(imported);
        }
        return imported;
    }

    private static string PathOf(string agent) => AgentRoutes.PathOf(agent) + "/eval-cases";

    private static string PathOf(string agent, string id)
    {
        Require.Uuid(id, "eval case");
        return $"{PathOf(agent)}/{id}";
    }

    private static void CheckQuestion(string? question)
    {
        if (string.IsNullOrEmpty(question)) throw Require.Invalid("An eval case's question is empty.");
    }
}
