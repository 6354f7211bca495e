using Ash.Emulation.Agents;
using Ash.Emulation.ApiKeys;
using Ash.Emulation.Attachments;
using Ash.Emulation.Commands;
using Ash.Emulation.Connection;
using Ash.Emulation.Credentials;
using Ash.Emulation.Evaluation;
using Ash.Emulation.Http;
using Ash.Emulation.Messages;
using Ash.Emulation.Queue;
using Ash.Emulation.Requests;
using Ash.Emulation.Routing;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;
using Ash.Emulation.Usage;

namespace Ash.Emulation;

/// <summary>
/// An Ash server inside this process, on the loopback address. It keeps agents, sessions, messages and files, and answers over
/// HTTP as a real server does; only the agents are not real, and say what <see cref="Replies"/> makes them say.
/// </summary>
public sealed class AshEmulator : IAsyncDisposable, IDisposable
{
    private readonly HttpServer _http;
    private readonly RequestJournal _journal;
    private readonly SandboxPool _sandboxes;
    private readonly SessionStore _sessions = new();
    private readonly QueueProcessor _queue;
    private readonly EvalRunner _evalRunner;
    private readonly ApiKeyCheck _apiKey;
    private readonly TimeProvider _clock;
    private readonly int _port;
    private bool _isDisposed;

    private AshEmulator(AshEmulatorOptions options)
    {
        var clock = options.Clock ?? TimeProvider.System;
        _clock = clock;
        var agents = new AgentStore();
        var credentials = new CredentialStore(options.HasCredentialKey);
        var apiKeys = new ApiKeyStore();
        var usage = new UsageStore();
        var items = new QueueStore(clock);
        var versions = new AgentVersionStore();
        var evals = new EvalStore();
        _journal = new RequestJournal(clock);
        _sandboxes = new SandboxPool(options.SandboxCapacity, clock);
        _apiKey = new ApiKeyCheck(options.ApiKey, apiKeys);
        Replies = new EmulatorReplies(options.Replies);
        var own = new SessionSandboxes(_sandboxes, clock);
        _queue = new QueueProcessor(items, agents, _sessions, own, Replies, clock);
        _evalRunner = new EvalRunner(evals, agents, new EvalAgent(_sandboxes, Replies), clock);
        Route[] routes =
        [
            .. new HealthRoute(_sessions, _sandboxes, options.Version, clock).All(),
            .. new AgentRoutes(agents, _sessions, clock).All(),
            .. new AgentFileRoutes(agents, clock).All(),
            .. new AgentVersionRoutes(agents, versions, clock).All(),
            .. new EvalCaseRoutes(agents, evals, clock).All(),
            .. new EvalRunRoutes(agents, versions, evals, _evalRunner, clock).All(),
            .. new EvalResultRoutes(agents, evals).All(),
            .. new SessionRoutes(agents, versions, _sessions, credentials, _sandboxes, own, clock).All(),
            .. new MessageRoutes(_sessions, usage, Replies, options.Version, options.WriteTimeout, clock).All(),
            .. new CommandRoutes(_sessions, Commands).All(),
            .. new LogRoutes(_sessions).All(),
            .. new SessionFileRoutes(_sessions, clock).All(),
            .. new WorkspaceRoutes(_sessions).All(),
            .. new AttachmentRoutes(_sessions, clock).All(),
            .. new CredentialRoutes(credentials, clock).All(),
            .. new QueueRoutes(items, _queue).All(),
            .. new UsageRoutes(usage, agents, _sessions).All(),
            .. new ApiKeyRoutes(apiKeys, _apiKey, clock).All(),
            .. new MetricsRoute(_sessions, _sandboxes, clock).All(),
        ];
        Routes = [.. routes.Select(static route => $"{route.Method} {route.Template}")];
        routes = [.. routes, .. NotEmulatedRoutes.All()];
        var router = new Router(routes, _apiKey, new RateLimits(options.EnforceRateLimits, clock), Faults, _journal);
        _http = new HttpServer(options.Certificate, clock, router.AnswerAsync);
        var scheme = options.Certificate is null ? "http" : "https";
        _port = _http.Start(options.Port ?? 0);
        Uri = new Uri($"{scheme}://127.0.0.1:{_port}");
    }

    /// <summary>The address, such as <c>http://127.0.0.1:4100</c>.</summary>
    public Uri Uri { get; }

    /// <summary>What it answers, such as <c>GET /api/sessions/{id}</c>.</summary>
    public IReadOnlyList<string> Routes { get; }

    /// <summary>Whether clients have to bring a key. The key itself is not told.</summary>
    public bool RequiresApiKey => _apiKey.RequiresKey;

    /// <summary>Whether the server listens.</summary>
    public bool IsRunning => _http.IsListening;

    /// <summary>How the agents answer.</summary>
    public EmulatorReplies Replies { get; }

    /// <summary>What goes wrong.</summary>
    public EmulatorFaults Faults { get; } = new();

    /// <summary>What shell commands in the sandboxes answer.</summary>
    public EmulatorCommands Commands { get; } = new();

    /// <summary>The newest 10,000 requests, in the order in which they were received.</summary>
    public IReadOnlyList<EmulatorRequest> Requests => _journal.List();

    /// <summary>Starts an emulator; it listens when this returns.</summary>
    public static AshEmulator Start(AshEmulatorOptions? options = null) => new(options ?? new AshEmulatorOptions());

    /// <summary>Forgets the requests received so far.</summary>
    public void ClearRequests() => _journal.Clear();

    /// <summary>Waits for a request; one that was received already counts.</summary>
    public Task<EmulatorRequest> WaitForRequestAsync(Func<EmulatorRequest, bool> match, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        return _journal.WaitAsync(match, cancellationToken);
    }

    /// <summary>
    /// Lets a session's sandbox crash. A turn in it falls silent for ever and the session stays active; only the next message
    /// finds out, and is answered with <c>Sandbox not found</c>. Resuming repairs the session then.
    /// </summary>
    public void CrashSandbox(string sessionId)
    {
        if (FindSession(sessionId).Sandbox is { } sandbox)
            _sandboxes.Close(sandbox);
    }

    /// <summary>
    /// Has a session's sandbox killed, as one that runs out of memory is. A turn in it falls silent for ever, and the session is paused.
    /// The server takes the dead sandbox for alive: resumed, the session fails with <c>Not connected</c>, and only stopping it (not
    /// pausing) and then resuming it helps.
    /// </summary>
    /// <param name="sessionId">The session.</param>
    public void KillSandbox(string sessionId)
    {
        var session = FindSession(sessionId);
        lock (session)
        {
            session.Sandbox?.Kill();
            session.SetStatus(SessionStatus.Paused, _clock.GetUtcNow());
        }
    }

    /// <summary>Writes a line to the log of a session's sandbox.</summary>
    /// <param name="sessionId">The session; without a sandbox there is no log to write to.</param>
    /// <param name="text">The line.</param>
    /// <param name="level"><c>stdout</c>, <c>stderr</c> or <c>system</c>.</param>
    public void WriteLog(string sessionId, string text, string level = "stdout") =>
        FindSession(sessionId).Sandbox?.AddLogLine(level, text, _clock.GetUtcNow());

    /// <summary>
    /// Kills the server: every connection ends where it is, and nothing listens any more. What it had stored stays, and
    /// <see cref="Restart"/> brings it back.
    /// </summary>
    public void Kill()
    {
        _queue.Stop();
        _evalRunner.Stop();
        _sandboxes.CloseAll();
        _ = _http.StopAsync();
    }

    /// <summary>Kills the server, if it runs, and starts it again on the same port. Sessions that were active are paused then.</summary>
    public void Restart()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Kill();
        foreach (var session in _sessions.List())
        {
            lock (session)
            {
                if (session.Status == SessionStatus.Active)
                    session.SetStatus(SessionStatus.Paused, _clock.GetUtcNow());
            }
        }

        _http.Start(_port);
        _queue.Wake();
        _evalRunner.Wake();
    }

    /// <inheritdoc/>
    public void Dispose() => _ = DisposeAsync().AsTask();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _queue.Dispose();
        _evalRunner.Dispose();
        _sandboxes.CloseAll();
        return _http.DisposeAsync();
    }

    private Session FindSession(string sessionId) =>
        _sessions.Find(sessionId) ?? throw new ArgumentException($"There is no session {sessionId}.", nameof(sessionId));
}
