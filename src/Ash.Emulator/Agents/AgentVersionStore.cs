using System.Globalization;
using Ash.Emulation.Items;

namespace Ash.Emulation.Agents;

/// <summary>The versions of agents. They outlive their agent: one that is deployed again under its name has them back.</summary>
internal sealed class AgentVersionStore
{
    private readonly ItemStore<AgentVersion> _versions = new(version => version.Id);

    /// <summary>An agent's versions, the newest first.</summary>
    public IReadOnlyList<AgentVersion> List(string agentName) =>
        [.. _versions.List(version => version.AgentName == agentName).OrderByDescending(version => version.Number)];

    /// <summary>Finds a version by its number, or by its id, which callers take for one.</summary>
    public AgentVersion? Find(string agentName, string numberOrId) => List(agentName).FirstOrDefault(version =>
        version.Id == numberOrId || version.Number.ToString(CultureInfo.InvariantCulture) == numberOrId);

    /// <summary>The prompt that new sessions of an agent get in place of its CLAUDE.md, if there is one.</summary>
    public string? ActivePrompt(string agentName) => List(agentName).FirstOrDefault(version => version.IsActive)?.SystemPrompt;

    /// <summary>Adds a version under the next number, which is one above the highest that is there.</summary>
    public AgentVersion Add(string agentName, Func<int, AgentVersion> make) => _versions.Add(versions =>
        make(versions.Where(version => version.AgentName == agentName).Select(version => version.Number).DefaultIfEmpty().Max() + 1));

    public AgentVersion? Replace(string id, Func<AgentVersion, AgentVersion> change) => _versions.Replace(id, change);

    /// <summary>Activates a version; all versions of the agent count as changed by that.</summary>
    public void Activate(AgentVersion active, DateTimeOffset now) => _versions.Replace(
        version => version.AgentName == active.AgentName, version => version with { IsActive = version.Id == active.Id, UpdatedAt = now });

    public void Remove(string id) => _versions.Remove(id);
}
