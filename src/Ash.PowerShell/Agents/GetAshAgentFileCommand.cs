using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Lists the files of agents.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshAgentFile")]
[OutputType(typeof(AgentFile))]
public sealed class GetAshAgentFileCommand : GetAshFileCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<string> OwnerNames => Agent!;

    /// <inheritdoc/>
    private protected override FileOwner OpenOwner(string name) => new AgentFileOwner(Client.AgentFiles, name);
}
