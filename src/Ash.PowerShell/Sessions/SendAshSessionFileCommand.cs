using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sends files and folders of this machine to the workspaces of sessions.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Send, "AshSessionFile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SentSessionFile))]
public sealed class SendAshSessionFileCommand : SendAshFileCommand
{
    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<string> OwnerNames => Session!;

    /// <inheritdoc/>
    private protected override FileOwner OpenOwner(string name) => new SessionFileOwner(Client.SessionFiles, name);
}
