using System.Collections;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Changes an agent's environment and configuration without a new version.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AshAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Agent))]
public sealed class SetAshAgentCommand : AshServerCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Agent")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary><para type="description">Replaces the environment variables of the agent's sessions; an empty hashtable removes them.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public IDictionary? Environment { get; set; }

    /// <summary><para type="description">Is merged into the agent's configuration (model, description, max_turns, permission_mode, mcp_servers …): a hashtable, JSON, or the path of a JSON file.</para></summary>
    [Parameter]
    [JsonArgument]
    public string? Config { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Dictionary<string, string>? environment = EnvironmentVariables.From(Environment);
        foreach (string name in Name!)
        {
            ForAgent(name, () =>
            {
                if (environment is null && Config is null)
                    throw new AshException(AshErrorCause.InvalidRequest, "There is nothing to change: give -Environment or -Config.");
                if (ShouldProcess($"agent {name}", "Change")) WriteObject(Await(Client.Agents.UpdateAsync(name, environment, Config, StopToken)));
            });
        }
    }
}
