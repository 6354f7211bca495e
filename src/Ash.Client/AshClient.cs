using System.Text;
using Ash.Http;

namespace Ash;

/// <summary>A client of one Ash server. Safe for concurrent use; dispose it to close its connections.</summary>
/// <example>
/// <code>
/// using var client = new AshClient(new AshClientOptions { Server = new Uri("http://localhost:4100") });
/// Session session = await client.Sessions.CreateAsync(new SessionOptions { Agent = "my-agent" });
/// await foreach (AshEvent e in client.Messages.SendAsync(session.Id, "Analyze")) Console.WriteLine(e);
/// </code>
/// </example>
public sealed class AshClient : IDisposable
{
    private readonly AshTransport _transport;

    /// <summary>Makes a client; nothing is sent before the first call.</summary>
    /// <param name="options">The server, the key and how to reach it.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the server's address is not http or https, or no header can carry the key.</exception>
    public AshClient(AshClientOptions options)
        : this(new AshTransport(options ?? throw new ArgumentNullException(nameof(options))))
    {
    }

    private AshClient(AshTransport transport)
    {
        _transport = transport;
        Agents = new AgentRoutes(transport);
        Sessions = new SessionRoutes(transport);
        Messages = new MessageRoutes(transport);
        AgentFiles = new AgentFileRoutes(transport);
        SessionFiles = new SessionFileRoutes(transport);
        Workspaces = new WorkspaceRoutes(transport);
        Attachments = new AttachmentRoutes(transport);
        Credentials = new CredentialRoutes(transport);
        Queue = new QueueRoutes(transport);
        Usage = new UsageRoutes(transport);
        ApiKeys = new ApiKeyRoutes(transport);
        AgentConfigs = new AgentConfigRoutes(transport);
        AgentVersions = new AgentVersionRoutes(transport);
        EvalCases = new EvalCaseRoutes(transport);
        EvalRuns = new EvalRunRoutes(transport);
        EvalResults = new EvalResultRoutes(transport);
    }

    /// <summary>The server's address.</summary>
    public Uri Server => _transport.Server;

    /// <summary>The key goes to another machine over plain http, where anyone on the way can read it.</summary>
    public bool ExposesKey => _transport.ExposesKey;

    /// <summary>The proxy that stands between, whether it was given or is the system's; null where there is none.</summary>
    public Uri? Proxy => _transport.Proxy;

    /// <summary>Agents: <c>/api/agents</c>.</summary>
    public AgentRoutes Agents { get; }

    /// <summary>Sessions: <c>/api/sessions</c>.</summary>
    public SessionRoutes Sessions { get; }

    /// <summary>Messages of a session: <c>/api/sessions/{id}/messages</c>.</summary>
    public MessageRoutes Messages { get; }

    /// <summary>The files in an agent's folder: <c>/api/agents/{name}/files</c>.</summary>
    public AgentFileRoutes AgentFiles { get; }

    /// <summary>The files in a session's workspace: <c>/api/sessions/{id}/files</c>.</summary>
    public SessionFileRoutes SessionFiles { get; }

    /// <summary>A session's workspace as a whole: <c>/api/sessions/{id}/workspace</c>.</summary>
    public WorkspaceRoutes Workspaces { get; }

    /// <summary>Attachments of sessions: <c>/api/sessions/{id}/attachments</c>, <c>/api/attachments</c>.</summary>
    public AttachmentRoutes Attachments { get; }

    /// <summary>Keys that the server keeps for sessions: <c>/api/credentials</c>.</summary>
    public CredentialRoutes Credentials { get; }

    /// <summary>Messages that wait for an agent: <c>/api/queue</c>.</summary>
    public QueueRoutes Queue { get; }

    /// <summary>What was used: <c>/api/usage</c>, <c>/api/analytics</c>.</summary>
    public UsageRoutes Usage { get; }

    /// <summary>Keys that open the server: <c>/api/api-keys</c>.</summary>
    public ApiKeyRoutes ApiKeys { get; }

    /// <summary>Configurations of agents: <c>/api/agents/{name}/config</c>.</summary>
    public AgentConfigRoutes AgentConfigs { get; }

    /// <summary>Versions of agents: <c>/api/agents/{name}/versions</c>.</summary>
    public AgentVersionRoutes AgentVersions { get; }

    /// <summary>Cases that agents are evaluated with: <c>/api/agents/{name}/eval-cases</c>.</summary>
    public EvalCaseRoutes EvalCases { get; }

    /// <summary>Runs of eval cases: <c>/api/agents/{name}/eval-runs</c>.</summary>
    public EvalRunRoutes EvalRuns { get; }

    /// <summary>What the cases of eval runs came to: <c>/api/agents/{name}/eval-runs/{id}/results</c>.</summary>
    public EvalResultRoutes EvalResults { get; }

    /// <summary>The server's health, version and pool: <c>GET /health</c>. Needs no key.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What the server says of itself.</returns>
    /// <exception cref="AshApiException">
    /// The server could not be reached, or what answered is not an Ash server (<see cref="AshErrorCause.NotAnAshServer"/>).
    /// </exception>
    [Operation("GET /health", Answer = typeof(ServerHealth))]
    public Task<ServerHealth> GetHealthAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/health", AshJsonContext.Default.ServerHealth, cancellationToken);

    /// <summary>What the server tells monitoring systems: <c>GET /metrics</c>, which its description leaves out.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The metrics, in the server's order.</returns>
    /// <exception cref="AshApiException">
    /// The server refused or was not reached, or what answered is no metrics (<see cref="AshErrorCause.NotAnAshServer"/>).
    /// </exception>
    public Task<IReadOnlyList<ServerMetric>> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        const string Path = "/metrics";
        return _transport.GetAsync(
            Path,
            static (content, response) =>
            {
                try
                {
                    return MetricsText.Parse(Encoding.UTF8.GetString(content));
                }
                catch (FormatException)
                {
                    throw AnswerFailure.NotAnAshServer(response, Path, $"what it answers at {Path} is no metrics");
                }
            },
            cancellationToken);
    }

    /// <summary>A view of this client with the same connections, whose notices go to <paramref name="onNotice"/>.</summary>
    /// <param name="onNotice">Is told of each request and each wait before a retry, on whatever thread it happens.</param>
    /// <param name="maxRetryWait">The longest single wait before a retry; null keeps the client's own.</param>
    /// <returns>The view. It need not be disposed; disposing this client ends it too.</returns>
    public AshClient Observe(Action<AshNotice> onNotice, TimeSpan? maxRetryWait = null) =>
        new(_transport.Observe(onNotice, maxRetryWait));

    /// <summary>Closes the client's connections, those of calls and turns under way when they have come to their end.</summary>
    public void Dispose() => _transport.Dispose();
}
