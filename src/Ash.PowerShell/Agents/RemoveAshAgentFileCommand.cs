using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes files of agents, without a new version.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshAgentFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshAgentFileCommand : RemoveAshFileCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange(nameof(AgentFile), nameof(SentAgentFile))]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<string> OwnerNames => Agent!;

    /// <inheritdoc/>
    private protected override FileOwner OpenOwner(string name) => new AgentFileOwner(Client.AgentFiles, name);
}
