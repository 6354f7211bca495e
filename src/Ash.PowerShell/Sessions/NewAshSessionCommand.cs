using System.Collections;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Opens a session on an agent.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Session))]
public sealed class NewAshSessionCommand : AshServerCommand
{
    /// <summary><para type="description">Agents, for a session each: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Name")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">The model, in place of the agent's own.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Model { get; set; }

    /// <summary><para type="description">The system prompt, in place of the agent's CLAUDE.md. Server 0.2.0 ignores it for a session in a sandbox that was warmed up before (see the notes).</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SystemPrompt { get; set; }

    /// <summary><para type="description">What the agent may do unasked: bypassPermissions (the default: the sandbox is the boundary), permissionsByAgent or default.</para></summary>
    [Parameter]
    [KnownWord("bypassPermissions", "permissionsByAgent", "default")]
    [ValidateSet("bypassPermissions", "permissionsByAgent", "default")]
    public string? PermissionMode { get; set; }

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

    /// <summary><para type="description">MCP servers by name: a hashtable, JSON, or the path of a JSON file. They are added to the agent's own and win over them.</para></summary>
    [Parameter]
    [JsonArgument]
    public string? McpServer { get; set; }

    /// <summary><para type="description">A credential that the server keeps, for the session to use: an id, or an object from Get-AshCredential or New-AshCredential. Server 0.2.0 ignores it for a session in a sandbox that was warmed up before (see the notes).</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CredentialIdCompleter))]
    [Identity("CredentialId", "Credential", "Id")]
    [ValidateNotNullOrEmpty]
    public string? CredentialId { get; set; }

    /// <summary><para type="description">Environment variables of the session's sandbox. Server 0.2.0 ignores them for a session in a sandbox that was warmed up before (see the notes).</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary><para type="description">Beta flags of the model's API.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Beta { get; set; }

    /// <summary><para type="description">Subagents by name: a hashtable, JSON, or the path of a JSON file.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [JsonArgument]
    public string? Subagent { get; set; }

    /// <summary><para type="description">The subagent that leads the conversation.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? InitialAgent { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string agent in Agent!) ForAgent(agent, () => Open(agent));
    }

    private void Open(string agent)
    {
        SessionOptions options = new()
        {
            Agent = agent,
            Model = Model,
            SystemPrompt = SystemPrompt,
            PermissionMode = PermissionMode,
            AllowedTools = AllowedTool,
            DisallowedTools = DisallowedTool,
            McpServers = McpServer,
            CredentialId = CredentialId,
            Environment = EnvironmentVariables.From(Environment),
            Betas = Beta,
            Subagents = Subagent,
            InitialAgent = InitialAgent,
        };
        if (!ShouldProcess($"agent {agent}", "Open a session")) return;
        Session session = Await(Client.Sessions.CreateAsync(options, StopToken));
        if (WasWarmedUp(session) && IgnoredIn(options) is { Length: > 0 } ignored)
        {
            WriteWarning($"Session {session} is in a sandbox that the server had warmed up before, which ignores {string.Join(" and ", ignored)} "
                + "and may have the environment of an earlier session. See the notes of Get-Help New-AshSession -Full.");
        }
        WriteObject(session);
    }

    /// <summary>A sandbox that is made for a session has the session's id.</summary>
    private static bool WasWarmedUp(Session session) => session.SandboxId is { } sandbox && sandbox != session.Id;

    /// <summary>A server of version 0.2.0 makes these a part of the sandbox, and so only of one that it makes then.</summary>
    private static string[] IgnoredIn(SessionOptions options) =>
    [
        .. options.SystemPrompt is null ? [] : new[] { "-SystemPrompt" },
        .. options.Environment is null ? [] : new[] { "-Environment" },
        .. options.CredentialId is null ? [] : new[] { "-CredentialId" },
    ];
}
