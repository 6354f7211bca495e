using System.Globalization;
using Ash.Http;

namespace Ash;

/// <summary>Versions of agents: <c>/api/agents/{name}/versions</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class AgentVersionRoutes
{
    private readonly AshTransport _transport;

    internal AgentVersionRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Lists an agent's versions: <c>GET /api/agents/{name}/versions</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The versions, the newest first.</returns>
    [Operation("GET /api/agents/{name}/versions", Answer = typeof(AgentVersionListBody))]
    public async Task<IReadOnlyList<AgentVersion>> ListAsync(string agent, CancellationToken cancellationToken = default)
    {
        AgentVersionListBody answer = await _transport.GetAsync(
            PathOf(agent), AshJsonContext.Default.AgentVersionListBody, cancellationToken).ConfigureAwait(false);
        return answer.Versions;
    }

    /// <summary>Gets one version: <c>GET /api/agents/{name}/versions/{versionNumber}</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="number">The version's number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The version.</returns>
    [Operation("GET /api/agents/{name}/versions/{versionNumber}", Answer = typeof(AgentVersionBody))]
    public async Task<AgentVersion> GetAsync(string agent, int number, CancellationToken cancellationToken = default)
    {
        AgentVersionBody answer = await _transport.GetAsync(
            PathOf(agent, number), AshJsonContext.Default.AgentVersionBody, cancellationToken).ConfigureAwait(false);
        return answer.Version;
    }

    /// <summary>Makes a version: <c>POST /api/agents/{name}/versions</c>. It is not active.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="options">What it holds.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The version.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: an option is not one the server takes; nothing was sent.</exception>
    [Operation("POST /api/agents/{name}/versions", Body = typeof(AgentVersionOptions), Answer = typeof(AgentVersionBody))]
    public async Task<AgentVersion> CreateAsync(string agent, AgentVersionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckTexts(options.Name, options.SystemPrompt, options.ReleaseNotes);
        if (options.CloneFrom is { } source) CheckNumber(source);
        AgentVersionBody answer = await _transport.SendAsync(
            HttpMethod.Post, PathOf(agent), options, AshJsonContext.Default.AgentVersionOptions, AshJsonContext.Default.AgentVersionBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Version;
    }

    /// <summary>Changes a version: <c>PATCH /api/agents/{name}/versions/{versionNumber}</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="number">The version's number.</param>
    /// <param name="change">What to change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The version as it is then.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: a value is not one the server takes; nothing was sent.</exception>
    [Operation("PATCH /api/agents/{name}/versions/{versionNumber}", Body = typeof(AgentVersionChange), Answer = typeof(AgentVersionBody))]
    public async Task<AgentVersion> ChangeAsync(
        string agent, int number, AgentVersionChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        CheckTexts(change.Name, change.SystemPrompt, change.ReleaseNotes);
        AgentVersionBody answer = await _transport.SendAsync(
            HttpMethod.Patch, PathOf(agent, number), change, AshJsonContext.Default.AgentVersionChange,
            AshJsonContext.Default.AgentVersionBody, cancellationToken).ConfigureAwait(false);
        return answer.Version;
    }

    /// <summary>
    /// Makes a version the active one, in place of the one that is: <c>POST /api/agents/{name}/versions/{versionNumber}/activate</c>.
    /// Sessions that exist keep their prompt.
    /// </summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="number">The version's number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is active.</returns>
    [Operation("POST /api/agents/{name}/versions/{versionNumber}/activate", Answer = typeof(ActivatedBody))]
    public Task ActivateAsync(string agent, int number, CancellationToken cancellationToken = default) => _transport.SendAsync(
        HttpMethod.Post, PathOf(agent, number) + "/activate", null, AshJsonContext.Default.ActivatedBody, cancellationToken);

    /// <summary>
    /// Removes a version: <c>DELETE /api/agents/{name}/versions/{versionNumber}</c>. Without an active version new sessions get the
    /// agent's CLAUDE.md. A version that is made later may get the number of one that was removed.
    /// </summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="number">The version's number.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is removed.</returns>
    [Operation("DELETE /api/agents/{name}/versions/{versionNumber}")]
    public Task DeleteAsync(string agent, int number, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, PathOf(agent, number), null, cancellationToken);

    private static string PathOf(string agent) => AgentRoutes.PathOf(agent) + "/versions";

    private static string PathOf(string agent, int number)
    {
        CheckNumber(number);
        return string.Create(CultureInfo.InvariantCulture, $"{PathOf(agent)}/{number}");
    }

    private static void CheckNumber(int number)
    {
        if (number < 1) throw Require.Invalid($"{number} is no version: their numbers are 1 and up.");
    }

    private static void CheckTexts(string? name, string? systemPrompt, string? releaseNotes)
    {
        Require.AtMost(name, 255, "A version's name");
        Require.AtMost(systemPrompt, 1_000_000, "A system prompt");
        Require.AtMost(releaseNotes, 10_000, "The release notes");
    }
}
