using Ash.Http;

namespace Ash;

/// <summary>Sessions: <c>/api/sessions</c>. Every method throws <see cref="AshApiException"/> where the server refuses or is not reached.</summary>
public sealed class SessionRoutes
{
    /// <summary>The server's limit for the time of a command.</summary>
    private static readonly TimeSpan CommandTimeLimit = TimeSpan.FromMinutes(5);

    private readonly AshTransport _transport;

    internal SessionRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Makes a session and waits until it takes messages: <c>POST /api/sessions</c>.</summary>
    /// <param name="options">The agent and what to do differently from its defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session, active.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: an option is not one the server takes; nothing was sent.</exception>
    [Operation("POST /api/sessions", Body = typeof(SessionOptions), Answer = typeof(SessionBody))]
    public async Task<Session> CreateAsync(SessionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require.AgentName(options.Agent);
        Require.AtMost(options.Model, 100, "A model's name");
        Require.AtMost(options.SystemPrompt, 1_000_000, "A system prompt");
        Require.AtMost(options.CredentialId, 255, "A credential's id");
        Require.OneOf(options.PermissionMode, PermissionModes, "The permission mode");
        Require.JsonObject(options.McpServers, "The definition of MCP servers");
        Require.JsonObject(options.Subagents, "The definition of subagents");
        SessionBody answer = await _transport.SendAsync(
            HttpMethod.Post, "/api/sessions", options, AshJsonContext.Default.SessionOptions, AshJsonContext.Default.SessionBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Session;
    }

    /// <summary>What <see cref="SessionOptions.PermissionMode"/> takes.</summary>
    public static IReadOnlyList<string> PermissionModes { get; } = ["bypassPermissions", "permissionsByAgent", "default"];

    /// <summary>Lists sessions: <c>GET /api/sessions</c>.</summary>
    /// <param name="agent">Only this agent's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The sessions, in the server's order.</returns>
    [Operation("GET /api/sessions", Query = ["agent"], Answer = typeof(SessionListBody))]
    public async Task<IReadOnlyList<Session>> ListAsync(string? agent = null, CancellationToken cancellationToken = default)
    {
        if (agent is not null) Require.AgentName(agent);
        string query = agent is null ? string.Empty : "?agent=" + agent;
        SessionListBody answer = await _transport.GetAsync(
            "/api/sessions" + query, AshJsonContext.Default.SessionListBody, cancellationToken).ConfigureAwait(false);
        return answer.Sessions;
    }

    /// <summary>Gets one session: <c>GET /api/sessions/{id}</c>.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session.</returns>
    [Operation("GET /api/sessions/{id}", Answer = typeof(SessionBody))]
    public async Task<Session> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        SessionBody answer = await _transport.GetAsync(PathOf(id), AshJsonContext.Default.SessionBody, cancellationToken).ConfigureAwait(false);
        return answer.Session;
    }

    /// <summary>Pauses an active session: <c>POST /api/sessions/{id}/pause</c>. A turn that is running goes on.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session, paused.</returns>
    [Operation("POST /api/sessions/{id}/pause", Answer = typeof(SessionBody))]
    public Task<Session> PauseAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Post, PathOf(id) + "/pause", cancellationToken);

    /// <summary>Resumes a session that has not ended: <c>POST /api/sessions/{id}/resume</c>.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session, active.</returns>
    [Operation("POST /api/sessions/{id}/resume", Answer = typeof(SessionBody))]
    public Task<Session> ResumeAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Post, PathOf(id) + "/resume", cancellationToken);

    /// <summary>
    /// Frees a session's sandbox: <c>POST /api/sessions/{id}/stop</c>. It can be resumed; workspace files can be lost, and a turn
    /// that is running falls silent.
    /// </summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session, stopped.</returns>
    [Operation("POST /api/sessions/{id}/stop", Answer = typeof(SessionBody))]
    public Task<Session> ReleaseSandboxAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Post, PathOf(id) + "/stop", cancellationToken);

    /// <summary>Ends a session for good: <c>DELETE /api/sessions/{id}</c>. Ending it again does nothing.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session, ended.</returns>
    [Operation("DELETE /api/sessions/{id}", Answer = typeof(SessionBody))]
    public Task<Session> EndAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Delete, PathOf(id), cancellationToken);

    /// <summary>Makes a session with the same messages: <c>POST /api/sessions/{id}/fork</c>. Workspace files are not copied.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The new session, paused: resume it before use.</returns>
    [Operation("POST /api/sessions/{id}/fork", Answer = typeof(SessionBody))]
    public Task<Session> ForkAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeAsync(HttpMethod.Post, PathOf(id) + "/fork", cancellationToken);

    /// <summary>Changes a session's configuration: <c>PATCH /api/sessions/{id}/config</c>.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="change">What to change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The session. It does not show its configuration.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: a value is not one the server takes; nothing was sent.</exception>
    [Operation("PATCH /api/sessions/{id}/config", Body = typeof(SessionChange), Answer = typeof(SessionBody))]
    public async Task<Session> ChangeAsync(string id, SessionChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        Require.AtMost(change.Model, 100, "A model's name");
        Require.JsonObject(change.Subagents, "The definition of subagents");
        SessionBody answer = await _transport.SendAsync(
            HttpMethod.Patch, PathOf(id) + "/config", change, AshJsonContext.Default.SessionChange, AshJsonContext.Default.SessionBody,
            cancellationToken).ConfigureAwait(false);
        return answer.Session;
    }

    /// <summary>Runs a shell command in the session's sandbox: <c>POST /api/sessions/{id}/exec</c>.</summary>
    /// <param name="id">The session's id. It must be active, and no turn of it may run.</param>
    /// <param name="command">The command line.</param>
    /// <param name="timeout">How long it may run, at most five minutes; null takes the server's default.</param>
    /// <param name="force">Run it even while a turn of the session runs in this process, which ends that turn's stream.</param>
    /// <param name="cancellationToken">Ends the call; the command runs on.</param>
    /// <returns>What it wrote, and its exit code; 1 also where it ran out of time or was killed.</returns>
    /// <exception cref="AshException">
    /// <see cref="AshErrorCause.SessionBusy"/> or <see cref="AshErrorCause.InvalidRequest"/>; nothing was sent.
    /// </exception>
    [Operation("POST /api/sessions/{id}/exec", Body = typeof(CommandBody), Answer = typeof(CommandResult))]
    public async Task<CommandResult> RunCommandAsync(
        string id, string command, TimeSpan? timeout = null, bool force = false, CancellationToken cancellationToken = default)
    {
        string path = PathOf(id) + "/exec";
        if (string.IsNullOrWhiteSpace(command)) throw Require.Invalid("The command is empty.");
        if (timeout is { } time && (time < TimeSpan.FromMilliseconds(1) || time > CommandTimeLimit))
            throw Require.Invalid($"A command's time is from 1 ms to {CommandTimeLimit.TotalSeconds:0} s; this is {time}.");
        using SessionUse use = SessionUse.Begin(_transport, id, force);
        CommandBody body = new() { Command = command, Timeout = timeout is null ? null : (int)timeout.Value.TotalMilliseconds };
        CommandResult result = await _transport.SendAsync(
            HttpMethod.Post, path, RequestJson.Write(body, AshJsonContext.Default.CommandBody), AshJsonContext.Default.CommandResult,
            CommandTimeLimit, cancellationToken).ConfigureAwait(false);
        result.SessionId = id;
        result.Command = command;
        return result;
    }

    /// <summary>Reads what happened in a session, oldest first, page by page: <c>GET /api/sessions/{id}/events</c>.</summary>
    /// <param name="id">The session, in whatever state.</param>
    /// <param name="type">Only events of this type; null reads all.</param>
    /// <param name="options">Which part; null reads all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The events.</returns>
    /// <exception cref="AshApiException">While enumerating: the server refused or was not reached.</exception>
    [Operation("GET /api/sessions/{id}/events", Query = ["limit", "after", "type"], Answer = typeof(SessionEventListBody))]
    public IAsyncEnumerable<SessionEvent> ListEventsAsync(
        string id, string? type = null, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        string path = PathOf(id) + "/events";
        string filter = type is null ? string.Empty : "&type=" + Uri.EscapeDataString(type);
        return History.ReadAsync(
            async (after, limit, token) => (await _transport.GetAsync(
                $"{path}?limit={limit}" + (after is null ? null : $"&after={after}") + filter, AshJsonContext.Default.SessionEventListBody,
                token).ConfigureAwait(false)).Events,
            static e => e.Sequence, options ?? new(), _transport.Clock, cancellationToken);
    }

    /// <summary>Reads the log of a session's sandbox: <c>GET /api/sessions/{id}/logs</c>. It is empty where there is no sandbox.</summary>
    /// <param name="id">The session.</param>
    /// <param name="options">Which part; null reads all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The lines.</returns>
    /// <exception cref="AshApiException">While enumerating: the server refused or was not reached.</exception>
    [Operation("GET /api/sessions/{id}/logs", Query = ["after"], Answer = typeof(SessionLogBody))]
    public IAsyncEnumerable<SessionLogLine> ReadLogAsync(
        string id, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        string path = PathOf(id) + "/logs";
        // The route has no limit: each answer is the whole rest of the log.
        return History.ReadAsync(
            async (after, _, token) => (await _transport.GetAsync(
                path + (after is null ? null : $"?after={after}"), AshJsonContext.Default.SessionLogBody, token).ConfigureAwait(false)).LogsOf(id),
            static line => line.Index, options ?? new(), _transport.Clock, cancellationToken);
    }

    /// <summary>Looks whether a session can have an id, which a call for it does too before anything is sent.</summary>
    /// <param name="id">The id.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it is no UUID.</exception>
    public static void CheckId(string id) => Require.SessionId(id);

    /// <summary>The path of a session, whose id is checked first.</summary>
    internal static string PathOf(string id)
    {
        Require.SessionId(id);
        // As the server has it, which takes no other for the same.
        return "/api/sessions/" + id.ToLowerInvariant();
    }

    private async Task<Session> ChangeAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        SessionBody answer = await _transport.SendAsync(
            method, path, null, AshJsonContext.Default.SessionBody, cancellationToken).ConfigureAwait(false);
        return answer.Session;
    }
}
