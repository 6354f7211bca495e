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
    private OwnSession? _session;

    /// <summary><para type="description">The agent: its name, an object from Get-AshAgent, or anything with an AgentName or Name. Each that is piped gets the message in a session of its own.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Name")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">The message. Several are a conversation in the one session, each sent when the turn before it has ended.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [PlainText("The message is missing: Invoke-AshAgent reviewer 'Hello', $agents | Invoke-AshAgent -Message 'Hello', or $files | Invoke-AshAgent reviewer 'Look'.")]
    [AllowEmptyString]
    public string[]? Message { get; set; }

    /// <summary><para type="description">Keep the session, and say which it is.</para></summary>
    [Parameter]
    public SwitchParameter KeepSession { get; set; }

    /// <summary><para type="description">The system prompt, in place of the agent's CLAUDE.md.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
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
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesNoOtherInput => IsTyped(nameof(Agent));

    /// <inheritdoc/>
    protected override void Process()
    {
        ReadAttachments();
        if (CollectsAttachments) return;
        Send();
        if (!IsTyped(nameof(Agent))) EndSession();
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (CollectsAttachments && HasCollected()) Send();
        EndSession();
    }

    private void Send() => ForTarget(Agent, () =>
    {
        CheckAgent();
        foreach (string message in Message!)
        {
            if (!ShouldProcess($"agent {Agent}", $"Send '{message}' in a session of its own")) continue;
            ForTarget(Agent, () => Stream(new(OpenSession(), As), message));
        }
    });

    /// <summary>Send-AshMessage has the message first, and so one types it here.</summary>
    private void CheckAgent()
    {
        try
        {
            AgentRoutes.CheckName(Agent!);
        }
        catch (AshException e) when (Agent!.Any(char.IsWhiteSpace) && Message is [var other] && AgentRoutes.IsName(other))
        {
            throw new AshException(e.Cause, $"{e.Message} The agent comes first: Invoke-AshAgent {other} <message>.", e);
        }
    }

    private void EndSession()
    {
        if (_session is not { Id: { } ending }) return;
        if (KeepSession) WriteInformation(new HostInformationMessage { Message = $"Session {ending} is kept." }, ["PSHOST"]);
        else ForTarget(ending, () => Await(_session.EndAsync(StopToken)));
        _session = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        bool isStopped = StopToken.IsCancellationRequested;
        base.Dispose(disposing);
        if (!KeepSession) _session?.Abandon(isStopped);
    }

    private string OpenSession()
    {
        if (_session is null or { IsRefused: true }) _session = new(Client, CreateSessionOptions());
        return Await(_session.OpenAsync(StopToken));
    }

    private SessionOptions CreateSessionOptions() => new()
    {
        Agent = Agent!,
        Model = Model,
        SystemPrompt = SystemPrompt,
        AllowedTools = AllowedTool,
        DisallowedTools = DisallowedTool,
        McpServers = McpServer,
        Environment = EnvironmentVariables.From(Environment),
    };
}
