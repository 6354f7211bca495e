using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the agents that are deployed on the server.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshAgent")]
[OutputType(typeof(Agent))]
public sealed class GetAshAgentCommand : AshServerCommand
{
    /// <summary><para type="description">Names of agents; wildcards are allowed. Without it: all agents.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName", "Agent")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        IReadOnlyList<Agent>? all = null;
        foreach (string name in Name)
        {
            ForTarget(name, () =>
            {
                if (!WildcardPattern.ContainsWildcardCharacters(name))
                {
                    WriteObject(Await(Client.Agents.GetAsync(name, StopToken)));
                    return;
                }
                WildcardPattern pattern = Wildcard.Of(name);
                all ??= Await(Client.Agents.ListAsync(StopToken));
                WriteObject(all.Where(agent => pattern.IsMatch(agent.Name)), enumerateCollection: true);
            });
        }
    }
}
