using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes a version of an agent: a system prompt under the next number. It is not active yet.</para>
/// </summary>
[Cmdlet(VerbsCommon.New, "AshAgentVersion", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AgentVersion))]
public sealed class NewAshAgentVersionCommand : AshServerCommand
{
    /// <summary><para type="description">The agent: its name, an object from Get-AshAgent, or anything with an AgentName or Name.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [AgentToChange]
    [ValidateNotNullOrEmpty]
    public string? Agent { get; set; }

    /// <summary><para type="description">The version's name. Without it: v and the number.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary><para type="description">The system prompt that sessions get in place of the agent's CLAUDE.md while the version is active.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? SystemPrompt { get; set; }

    /// <summary><para type="description">What is new in the version.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ReleaseNotes { get; set; }

    /// <summary><para type="description">Paths of files that belong to the version. The server notes them and does nothing with them.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNull]
    public string[]? KnowledgeFile { get; set; }

    /// <summary><para type="description">A version, or its number, whose prompt and files the new one takes where it is given none.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(AgentVersionCompleter))]
    [AgentItem("a version", nameof(AgentVersion.VersionNumber), HasNumber = true)]
    public AgentItem? CloneFrom { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForAgent(Agent!, () =>
    {
        AgentVersionOptions options = new()
        {
            Name = Name,
            SystemPrompt = SystemPrompt,
            ReleaseNotes = ReleaseNotes,
            KnowledgeFiles = KnowledgeFile,
            CloneFrom = CloneFrom?.Number,
        };
        if (ShouldProcess($"agent {Agent}", "Make a version")) WriteObject(Await(Client.AgentVersions.CreateAsync(Agent!, options, StopToken)));
    });
}
