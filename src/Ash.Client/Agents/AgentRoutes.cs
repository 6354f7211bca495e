using Ash.Http;

namespace Ash;

/// <summary>Agents: <c>/api/agents</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class AgentRoutes
{
    /// <summary>The server's limit for the body of a deploy, in bytes.</summary>
    private const int BodyLimit = 1024 * 1024;

    private readonly AshTransport _transport;

    internal AgentRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Lists the agents: <c>GET /api/agents</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agents, in the server's order.</returns>
    public async Task<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken = default)
    {
        AgentListBody answer = await _transport.GetAsync(
            "/api/agents", AshJsonContext.Default.AgentListBody, cancellationToken).ConfigureAwait(false);
        return answer.Agents;
    }

    /// <summary>Gets one agent: <c>GET /api/agents/{name}</c>.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent.</returns>
    public async Task<Agent> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        Require.AgentName(name);
        AgentBody answer = await _transport.GetAsync(
            "/api/agents/" + name, AshJsonContext.Default.AgentBody, cancellationToken).ConfigureAwait(false);
        return answer.Agent;
    }

    /// <summary>Deploys a local folder by uploading its files: <c>POST /api/agents</c> with <c>files</c>.</summary>
    /// <param name="name">The agent's name; deploying it again makes a new version.</param>
    /// <param name="folder">The folder. Files of an earlier deploy that it no longer has stay on the server.</param>
    /// <param name="environment">Environment variables of its sessions; they win over the folder's own.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent as deployed.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the name is not one the server takes; nothing was sent.</exception>
    public async Task<Agent> PublishAsync(
        string name, AgentFolder folder, IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Require.AgentName(name);
        List<PublishBody.FileBody> files = new(folder.Files.Count);
        foreach (AgentFile file in folder.Files)
        {
            files.Add(new()
            {
                Path = file.Path,
                Content = await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false),
            });
        }
        return await PublishAsync(
            new() { Name = name, Files = files, Env = Merge(folder.Environment, environment) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deploys a folder that lies on the server: <c>POST /api/agents</c> with <c>path</c>.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="serverPath">The folder on the server, with a CLAUDE.md in it; a relative one starts at the server's data folder.</param>
    /// <param name="environment">Environment variables of its sessions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent as deployed.</returns>
    public Task<Agent> PublishServerPathAsync(
        string name, string serverPath, IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellationToken = default)
    {
        Require.AgentName(name);
        if (string.IsNullOrWhiteSpace(serverPath)) throw Require.Invalid("The folder on the server is empty.");
        Require.AtMost(serverPath, 4096, "The folder on the server");
        return PublishAsync(new() { Name = name, Path = serverPath, Env = environment }, cancellationToken);
    }

    /// <summary>Deploys an agent that is a system prompt alone: <c>POST /api/agents</c> with <c>systemPrompt</c>.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="systemPrompt">What becomes its CLAUDE.md.</param>
    /// <param name="environment">Environment variables of its sessions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent as deployed.</returns>
    public Task<Agent> PublishSystemPromptAsync(
        string name, string systemPrompt, IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellationToken = default)
    {
        Require.AgentName(name);
        Require.AtMost(systemPrompt, 1_000_000, "A system prompt");
        return PublishAsync(new() { Name = name, SystemPrompt = systemPrompt, Env = environment }, cancellationToken);
    }

    private async Task<Agent> PublishAsync(PublishBody body, CancellationToken cancellationToken)
    {
        byte[] json = RequestJson.Write(body, AshJsonContext.Default.PublishBody);
        if (json.Length > BodyLimit)
        {
            throw new AshException(AshErrorCause.PayloadTooLarge,
                $"The agent '{body.Name}' is {json.Length:N0} bytes as a request; the server takes {BodyLimit:N0}.");
        }
        AgentBody answer = await _transport.SendAsync(
            HttpMethod.Post, "/api/agents", json, AshJsonContext.Default.AgentBody, cancellationToken).ConfigureAwait(false);
        return answer.Agent;
    }

    private static Dictionary<string, string>? Merge(
        IReadOnlyDictionary<string, string> folder, IReadOnlyDictionary<string, string>? explicitly)
    {
        Dictionary<string, string> merged = new(folder, StringComparer.Ordinal);
        foreach ((string name, string value) in explicitly ?? new Dictionary<string, string>()) merged[name] = value;
        return merged.Count == 0 ? null : merged;
    }
}
