using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command for things of agents that exist: an object is enough to find one, or an agent and an id.</summary>
public abstract class AshAgentItemCommand : AshServerCommand
{
    /// <summary>The parameter set of objects.</summary>
    protected const string ItemSet = "Item";

    /// <summary>The parameter set of an agent and ids.</summary>
    protected const string AgentSet = "Agent";

    /// <summary><para type="description">The agent, where the rest does not say it: its name, or an object from Get-AshAgent.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary>Does something for each; a failure is an error record about that one.</summary>
    /// <param name="items">The things.</param>
    /// <param name="action">Takes the agent's name and the thing.</param>
    protected void ForEach(IEnumerable<AgentItem> items, Action<string, AgentItem> action)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(action);
        foreach (AgentItem item in items) ForTarget(item.Key, () => action(item.Of(Agent), item));
    }
}
