using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes files from the workspaces of sessions.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshSessionFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshSessionFileCommand : RemoveAshFileCommand
{
    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">Have wildcards find files in folders of caches and the like too: .cache, .npm, .pnpm-store, .yarn, .venv, venv, .tmp and tmp.</para></summary>
    [Parameter]
    public SwitchParameter IncludeHidden { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<string> OwnerNames => Session!;

    /// <inheritdoc/>
    private protected override bool FindsHidden => IncludeHidden;

    /// <inheritdoc/>
    private protected override FileOwner OpenOwner(string name) => new SessionFileOwner(Client.SessionFiles, name);
}
