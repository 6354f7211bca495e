using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Changes the model, tools and subagents of sessions, from their next message on.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Session))]
public sealed class SetAshSessionCommand : AshSessionCommand
{
    /// <summary><para type="description">The model.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Model { get; set; }

    /// <summary><para type="description">The only tools the agent may use.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    [ValidateNotNull]
    public string[]? AllowedTool { get; set; }

    /// <summary><para type="description">Tools the agent may not use.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ToolNameCompleter))]
    [ValidateNotNull]
    public string[]? DisallowedTool { get; set; }

    /// <summary><para type="description">Beta flags of the model's API.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
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
    protected override string Action => "Change";

    /// <inheritdoc/>
    protected override void Check()
    {
        if (Model is null && AllowedTool is null && DisallowedTool is null && Beta is null && Subagent is null && InitialAgent is null)
        {
            throw new AshException(AshErrorCause.InvalidRequest,
                "There is nothing to change: give -Model, -AllowedTool, -DisallowedTool, -Beta, -Subagent or -InitialAgent.");
        }
    }

    /// <inheritdoc/>
    protected override Task<Session> ChangeAsync(string sessionId)
    {
        SessionChange change = new()
        {
            Model = Model,
            AllowedTools = AllowedTool,
            DisallowedTools = DisallowedTool,
            Betas = Beta,
            Subagents = Subagent,
            InitialAgent = InitialAgent,
        };
        return Client.Sessions.ChangeAsync(sessionId, change, StopToken);
    }
}
