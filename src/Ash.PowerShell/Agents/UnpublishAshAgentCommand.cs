using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes agents from the server, and all their sessions with them.</para>
/// </summary>
[Cmdlet(VerbsData.Unpublish, "AshAgent", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class UnpublishAshAgentCommand : AshServerCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Agent")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name!)
        {
            ForAgent(name, () =>
            {
                if (ShouldProcess($"agent {name} and all its sessions", "Remove")) Await(Client.Agents.DeleteAsync(name, StopToken));
            });
        }
    }
}
