using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the configuration of agents: model, description and whatever else was put there.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshAgentConfig")]
[OutputType(typeof(PSObject))]
public sealed class GetAshAgentConfigCommand : AshServerCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Name")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string agent in Agent!)
            ForTarget(agent, () => WriteObject(AgentConfigView.Of(Await(Client.AgentConfigs.GetAsync(agent, StopToken)))));
    }
}
