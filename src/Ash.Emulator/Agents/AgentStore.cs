using Ash.Emulation.Routing;

namespace Ash.Emulation.Agents;

/// <summary>The deployed agents.</summary>
internal sealed class AgentStore
{
    private readonly object _gate = new();
    private readonly SortedDictionary<string, Agent> _agents = new(StringComparer.Ordinal);

    public IReadOnlyList<Agent> List()
    {
        lock (_gate)
            return [.. _agents.Values];
    }

    public Agent? Find(string name)
    {
        lock (_gate)
            return _agents.GetValueOrDefault(name);
    }

    public Agent Get(string name) => Find(name) ?? throw new RequestRefusedException(404, "Agent not found");

    /// <summary>Creates the agent or takes the one that is there, changes it, and counts its version up.</summary>
    public Agent Deploy(string name, DateTimeOffset now, Action<Agent> change)
    {
        lock (_gate)
        {
            var agent = _agents.GetValueOrDefault(name)
                ?? new Agent { Id = Guid.NewGuid().ToString(), Name = name, CreatedAt = now };
            change(agent);
            agent.Version++;
            agent.UpdatedAt = now;
            _agents[name] = agent;
            return agent;
        }
    }

    public bool Delete(string name)
    {
        lock (_gate)
            return _agents.Remove(name);
    }
}
