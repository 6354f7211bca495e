using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Changes the name, system prompt, notes and files of versions.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "AshAgentVersion", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AgentVersion))]
public sealed class SetAshAgentVersionCommand : AshAgentVersionCommand
{
    /// <summary><para type="description">The version's name.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary><para type="description">The system prompt; an empty one leaves it to the agent's CLAUDE.md.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public string? SystemPrompt { get; set; }

    /// <summary><para type="description">What is new in the version.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public string? ReleaseNotes { get; set; }

    /// <summary><para type="description">Paths of files that belong to the version. The server notes them and does nothing with them.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilePathCompleter))]
    [ValidateNotNull]
    public string[]? KnowledgeFile { get; set; }

    /// <inheritdoc/>
    protected override string Action => "Change";

    /// <inheritdoc/>
    protected override void Check()
    {
        if (Name is null && SystemPrompt is null && ReleaseNotes is null && KnowledgeFile is null)
        {
            throw new AshException(AshErrorCause.InvalidRequest,
                "There is nothing to change: give -Name, -SystemPrompt, -ReleaseNotes or -KnowledgeFile.");
        }
    }

    /// <inheritdoc/>
    protected override async Task<AgentVersion?> ChangeAsync(string agent, int number)
    {
        AgentVersionChange change = new() { Name = Name, SystemPrompt = SystemPrompt, ReleaseNotes = ReleaseNotes, KnowledgeFiles = KnowledgeFile };
        return await Client.AgentVersions.ChangeAsync(agent, number, change, StopToken).ConfigureAwait(false);
    }
}
