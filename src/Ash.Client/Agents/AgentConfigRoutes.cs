using System.Text;
using Ash.Http;

namespace Ash;

/// <summary>Configurations of agents: <c>/api/agents/{name}/config</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class AgentConfigRoutes
{
    private readonly AshTransport _transport;

    internal AgentConfigRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Gets an agent's configuration: <c>GET /api/agents/{name}/config</c>.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration.</returns>
    [Operation("GET /api/agents/{name}/config", Answer = typeof(AgentConfigBody))]
    public async Task<AgentConfig> GetAsync(string agent, CancellationToken cancellationToken = default)
    {
        AgentConfigBody answer = await _transport.GetAsync(
            PathOf(agent), AshJsonContext.Default.AgentConfigBody, cancellationToken).ConfigureAwait(false);
        return new(agent, answer.Config);
    }

    /// <summary>Puts settings into an agent's configuration: <c>PATCH /api/agents/{name}/config</c>. The others stay; a setting is replaced whole.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="settings">A JSON object of settings.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The whole configuration as it is then.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the settings are no JSON object; nothing was sent.</exception>
    [Operation("PATCH /api/agents/{name}/config", Answer = typeof(AgentConfigBody))]
    public async Task<AgentConfig> MergeAsync(string agent, string settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Require.JsonObject(settings, "The configuration");
        AgentConfigBody answer = await _transport.SendAsync(
            HttpMethod.Patch, PathOf(agent), Encoding.UTF8.GetBytes(settings), AshJsonContext.Default.AgentConfigBody,
            cancellationToken).ConfigureAwait(false);
        return new(agent, answer.Config);
    }

    private static string PathOf(string agent) => AgentRoutes.PathOf(agent) + "/config";
}
