using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sends files and folders of this machine to agents, without a new version.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Send, "AshAgentFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SentAgentFile))]
public sealed class SendAshAgentFileCommand : SendAshFileCommand
{
    /// <summary><para type="description">Agents: names, objects from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange(Unless = "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? Agent { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<string> OwnerNames => Agent!;

    /// <inheritdoc/>
    private protected override FileOwner OpenOwner(string name) => new AgentFileOwner(Client.AgentFiles, name);
}
