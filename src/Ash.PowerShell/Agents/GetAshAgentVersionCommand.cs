using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the versions of agents, the newest first, or single ones by their numbers.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshAgentVersion", DefaultParameterSetName = ListSet)]
[OutputType(typeof(AgentVersion))]
public sealed class GetAshAgentVersionCommand : AshServerCommand
{
    private const string ListSet = "List";
    private const string ItemSet = "Item";
    private const string AgentSet = "Agent";

    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ListSet, ValueFromPipeline = true)]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = AgentSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name", Unless = nameof(AgentVersion.VersionNumber))]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">Versions: numbers together with -Agent, or objects with a VersionNumber, to get them anew.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ItemSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = AgentSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(AgentVersionCompleter))]
    [AgentItem("a version", nameof(AgentVersion.VersionNumber), HasNumber = true)]
    public AgentItem[]? Version { get; set; }

    /// <summary><para type="description">Only the active version. An agent need not have one. -Active:$false gets the others.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    public SwitchParameter Active { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Version is null)
        {
            foreach (string agent in Agent!) ForTarget(agent, () => List(agent));
            return;
        }
        foreach ((AgentItem version, string? agent) in AgentItem.At(Agent, Version))
            ForTarget(version.Key, () => WriteObject(Await(Client.AgentVersions.GetAsync(version.Of(agent), version.Number, StopToken))));
    }

    private void List(string agent)
    {
        bool? active = MyInvocation.BoundParameters.ContainsKey(nameof(Active)) ? Active.ToBool() : null;
        IReadOnlyList<AgentVersion> versions = Await(Client.AgentVersions.ListAsync(agent, StopToken));
        WriteObject(versions.Where(version => active is null || version.IsActive == active), enumerateCollection: true);
    }
}
