using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Lists the attachments of sessions.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshAttachment")]
[OutputType(typeof(Attachment))]
public sealed class GetAshAttachmentCommand : AshServerCommand
{
    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">Only attachments of these names; wildcards are allowed.</para></summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(AttachmentNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        WildcardPattern[] names = Wildcard.Of(Name);
        foreach (string id in Session!)
        {
            ForTarget(id, () => WriteObject(
                Await(Client.Attachments.ListAsync(id, StopToken)).Where(attachment => names.Any(name => name.IsMatch(attachment.Name))),
                enumerateCollection: true));
        }
    }
}
