using System.Collections;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Asks an agent in a session made for it: opens the session, sends, emits, and ends it whatever happens.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "AshAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AshEvent), typeof(MessageEvent), typeof(ToolUseEvent), typeof(ToolResultEvent), typeof(string), typeof(Turn))]
public sealed class InvokeAshAgentCommand : AshTurnCommand
{
    /// <summary>How long the end of the session may hold the pipeline up that is left early.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Ends the opening of the session. Ctrl+C does so only when the time for it is over: the server makes a session that it was asked
    /// for, and one whose id nobody knows is ended by nobody.
    /// </summary>
    private readonly CancellationTokenSource _opening = new();
    private AshClient? _client;
    private Task<Session>? _session;

    /// <summary><para type="description">The agent: its name, an object from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("AgentName", "Name")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">The message. Several are a conversation in the one session, each sent when the turn before it has ended.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[]? Message { get; set; }

    /// <summary><para type="description">Keep the session, and say which it is.</para></summary>
    [Parameter]
    public SwitchParameter KeepSession { get; set; }

    /// <summary><para type="description">The system prompt, in place of the agent's CLAUDE.md.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SystemPrompt { get; set; }

    /// <summary><para type="description">The only tools the agent may use.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? AllowedTool { get; set; }

    /// <summary><para type="description">Tools the agent may not use.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? DisallowedTool { get; set; }

    /// <summary><para type="description">MCP servers by name: a hashtable, JSON, or the path of a JSON file.</para></summary>
    [Parameter]
    [JsonArgument]
    public string? McpServer { get; set; }

    /// <summary><para type="description">Environment variables of the session's sandbox.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ReadAttachments();
        if (!CollectsAttachments) Send();
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (CollectsAttachments) Send();
        EndSession();
    }

    private void Send()
    {
        foreach (string message in Message!)
        {
            if (!ShouldProcess($"agent {Agent}", $"Send '{message}' in a session of its own")) continue;
            ForTarget(Agent, () =>
            {
                StartTurn(OpenSession().Id, message);
                WriteTurns(unfinished: 0);
            });
        }
    }

    private void EndSession()
    {
        if (_session is not { IsCompletedSuccessfully: true, Result.Id: var ending }) return;
        if (KeepSession) WriteInformation(new HostInformationMessage { Message = $"Session {ending} is kept." }, ["PSHOST"]);
        else ForTarget(ending, () => Await(_client!.Sessions.EndAsync(ending, StopToken)));
        _session = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Here after Ctrl+C, Select-Object -First, or an error that stopped the pipeline: an agent that nobody listens to must not go on.
        bool isStopped = StopToken.IsCancellationRequested;
        base.Dispose(disposing);
        Task ending = Task.Run(LeaveAsync);
        if (!isStopped) ((IAsyncResult)ending).AsyncWaitHandle.WaitOne(EndingTime);
    }

    /// <summary>Ends a session that is still open, or being opened.</summary>
    private async Task LeaveAsync()
    {
        _opening.CancelAfter(KeepSession ? TimeSpan.Zero : EndingTime);
        try
        {
            if (_session is null) return;
            Session session = await _session.ConfigureAwait(false);
            if (!KeepSession) await _client!.Sessions.EndAsync(session.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AshException or OperationCanceledException)
        {
            // There is no session, or no server to end it.
        }
        finally
        {
            _opening.Dispose();
        }
    }

    private Session OpenSession()
    {
        if (_session is { IsCompletedSuccessfully: true }) return _session.Result;
        _client = Client;
        SessionOptions session = new()
        {
            Agent = Agent!,
            Model = Model,
            SystemPrompt = SystemPrompt,
            AllowedTools = AllowedTool,
            DisallowedTools = DisallowedTool,
            McpServers = McpServer,
            Environment = EnvironmentVariables.From(Environment),
        };
        _session = _client.Sessions.CreateAsync(session, _opening.Token);
        return Await(_session);
    }
}
