using Ash.Http;

namespace Ash;

/// <summary>Agents: <c>/api/agents</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class AgentRoutes
{
    private readonly AshTransport _transport;
    private readonly AgentFileRoutes _files;

    internal AgentRoutes(AshTransport transport)
    {
        _transport = transport;
        _files = new(transport);
    }

    /// <summary>Lists the agents: <c>GET /api/agents</c>.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agents, in the server's order.</returns>
    [Operation("GET /api/agents", Answer = typeof(AgentListBody))]
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
    [Operation("GET /api/agents/{name}", Answer = typeof(AgentBody))]
    public async Task<Agent> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        AgentBody answer = await _transport.GetAsync(
            PathOf(name), AshJsonContext.Default.AgentBody, cancellationToken).ConfigureAwait(false);
        return answer.Agent;
    }

    /// <summary>
    /// Deploys a local folder by uploading its files: <c>POST /api/agents</c> with <c>files</c>, and <c>POST /api/agents/{name}/files</c>
    /// for what is more than one request takes.
    /// </summary>
    /// <param name="name">The agent's name; deploying it again makes a new version.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="environment">Environment variables of its sessions; they win over the folder's own.</param>
    /// <param name="prune">Remove files of an earlier deploy that the folder no longer has; otherwise they stay on the server.</param>
    /// <param name="progress">Is told after each request.</param>
    /// <param name="cancellationToken">Ends the call, perhaps with some of the files on the server.</param>
    /// <returns>What was deployed.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.PayloadTooLarge"/>: the name or a file is not one the server
    /// takes; nothing was sent.
    /// </exception>
    public async Task<AgentDeployment> PublishAsync(
        string name, AgentFolder folder, IReadOnlyDictionary<string, string>? environment = null, bool prune = false,
        IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Require.AgentName(name);
        PublishBody first = new() { Name = name, Env = Merge(folder.Environment, environment) };
        int overhead = RequestJson.Write(first, AshJsonContext.Default.PublishBody).Length;
        // CLAUDE.md is in the first: without it the server would write one of its own.
        IReadOnlyList<IReadOnlyList<LocalFile>> batches =
            UploadLimits.Agent.Split(folder.Files.OrderByDescending(static file => file.Path == "CLAUDE.md"), overhead);

        Agent? agent = null;
        UploadProgress sent = new(0, 0, folder.Files.Count, folder.Length);
        foreach (IReadOnlyList<LocalFile> batch in batches)
        {
            if (agent is null)
            {
                IReadOnlyList<PublishBody.FileBody> files = await AgentFileRoutes.ReadAsync(batch, cancellationToken).ConfigureAwait(false);
                agent = (await PublishAsync(
                    new() { Name = name, Files = files, Env = first.Env }, cancellationToken).ConfigureAwait(false)).Agent;
            }
            else
            {
                await _files.WriteAsync(name, batch, cancellationToken).ConfigureAwait(false);
            }
            sent = sent with { FilesSent = sent.FilesSent + batch.Count, BytesSent = sent.BytesSent + batch.Sum(static file => file.Length) };
            progress?.Report(sent);
        }
        IReadOnlyList<string> removed = prune ? await PruneAsync(name, folder, cancellationToken).ConfigureAwait(false) : [];
        return new(agent!) { FileCount = folder.Files.Count, Length = folder.Length, Removed = new ReadableList<string>(removed) };
    }

    /// <summary>Deploys a folder that lies on the server: <c>POST /api/agents</c> with <c>path</c>.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="serverPath">The folder on the server, with a CLAUDE.md in it; a relative one starts at the server's data folder.</param>
    /// <param name="environment">Environment variables of its sessions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent as deployed.</returns>
    public Task<AgentDeployment> PublishServerPathAsync(
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
    public Task<AgentDeployment> PublishSystemPromptAsync(
        string name, string systemPrompt, IReadOnlyDictionary<string, string>? environment = null,
        CancellationToken cancellationToken = default)
    {
        Require.AgentName(name);
        Require.AtMost(systemPrompt, 1_000_000, "A system prompt");
        return PublishAsync(new() { Name = name, SystemPrompt = systemPrompt, Env = environment }, cancellationToken);
    }

    /// <summary>Changes an agent without a new version: <c>PATCH /api/agents/{name}</c>.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="environment">Replaces the environment variables of its sessions; null leaves them.</param>
    /// <param name="config">JSON whose fields are merged into its configuration; null leaves it.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The agent.</returns>
    [Operation("PATCH /api/agents/{name}", Body = typeof(AgentChangeBody), Answer = typeof(AgentBody))]
    public async Task<Agent> UpdateAsync(
        string name, IReadOnlyDictionary<string, string>? environment = null, string? config = null,
        CancellationToken cancellationToken = default)
    {
        Require.AgentName(name);
        Require.JsonObject(config, "The configuration");
        AgentBody answer = await _transport.SendAsync(
            HttpMethod.Patch, PathOf(name), new AgentChangeBody { Env = environment, Config = config },
            AshJsonContext.Default.AgentChangeBody, AshJsonContext.Default.AgentBody, cancellationToken).ConfigureAwait(false);
        return answer.Agent;
    }

    /// <summary>Removes an agent, and all its sessions with it: <c>DELETE /api/agents/{name}</c>.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when it is removed.</returns>
    [Operation("DELETE /api/agents/{name}", Answer = typeof(OkBody))]
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, PathOf(name), null, AshJsonContext.Default.OkBody, cancellationToken);

    /// <summary>Whether an agent can be called so.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True for at most 255 of the letters A-Z and a-z, digits, '-' and '_'.</returns>
    public static bool IsName(string name) => Require.IsAgentName(name);

    /// <summary>Looks whether an agent can be called so, which a call for it does too before anything is sent.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it cannot.</exception>
    public static void CheckName(string name) => Require.AgentName(name);

    /// <summary>The path of an agent, whose name is checked first.</summary>
    internal static string PathOf(string name)
    {
        Require.AgentName(name);
        return "/api/agents/" + name;
    }

    private async Task<IReadOnlyList<string>> PruneAsync(string name, AgentFolder folder, CancellationToken cancellationToken)
    {
        HashSet<string> kept = folder.Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<AgentFile> there = await _files.ListAsync(name, cancellationToken).ConfigureAwait(false);
        List<string> removed = [];
        foreach (string path in there.Select(static file => file.Path).Where(path => !kept.Contains(path)))
        {
            await _files.DeleteAsync(name, path, cancellationToken).ConfigureAwait(false);
            removed.Add(path);
        }
        return removed;
    }

    [Operation("POST /api/agents", Body = typeof(PublishBody), Answer = typeof(AgentBody))]
    private async Task<AgentDeployment> PublishAsync(PublishBody body, CancellationToken cancellationToken)
    {
        byte[] json = RequestJson.Write(body, AshJsonContext.Default.PublishBody);
        if (json.Length > UploadLimits.Agent.Body)
        {
            throw new AshException(AshErrorCause.PayloadTooLarge,
                $"The agent '{body.Name}' is {json.Length:N0} bytes as a request; the server takes {UploadLimits.Agent.Body:N0}.");
        }
        AgentBody answer = await _transport.SendAsync(
            HttpMethod.Post, "/api/agents", json, AshJsonContext.Default.AgentBody, cancellationToken).ConfigureAwait(false);
        return new(answer.Agent);
    }

    private static Dictionary<string, string>? Merge(
        IReadOnlyDictionary<string, string> folder, IReadOnlyDictionary<string, string>? explicitly)
    {
        Dictionary<string, string> merged = new(folder, StringComparer.Ordinal);
        foreach ((string name, string value) in explicitly ?? new Dictionary<string, string>()) merged[name] = value;
        return merged.Count == 0 ? null : merged;
    }
}
