using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Puts settings into the configuration of agents; the others stay as they are.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AshAgentConfig", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PSObject))]
public sealed class SetAshAgentConfigCommand : AshServerCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Name")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">The settings, by the server's names (model, description, max_turns, permission_mode, mcp_servers, preWarmCount …): a hashtable, an object from Get-AshAgentConfig, JSON, or the path of a JSON file. Each replaces the setting of its name whole.</para></summary>
    [Parameter(Position = 1, Mandatory = true)]
    [JsonArgument]
    public string? Config { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string agent in Agent!)
        {
            ForAgent(agent, () =>
            {
                if (!ShouldProcess($"agent {agent}", "Change the configuration")) return;
                string settings = AgentConfigView.WithoutAgentName(Config!);
                WriteObject(AgentConfigView.Of(Await(Client.AgentConfigs.MergeAsync(agent, settings, StopToken))));
            });
        }
    }
}
