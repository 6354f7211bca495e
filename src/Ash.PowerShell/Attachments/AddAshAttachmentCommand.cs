using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Adds files to sessions, for the server to keep and the agent to find.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "AshAttachment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Attachment))]
public sealed class AddAshAttachmentCommand : AshServerCommand
{
    /// <summary><para type="description">Sessions, in whatever state: objects from Get-AshSession, ids, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">Files of up to about 780 kB each: a request of the server's 1 MiB, in base64. Wildcards are allowed.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [Identity("FullName", "PSPath", Advice = SendAshFileCommand.NameTheFile)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary><para type="description">The media type, such as text/csv. Without it, it is found from the content or the name.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? MediaType { get; set; }

    /// <summary><para type="description">The id of the message that the files belong to, from Get-AshMessage.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? MessageId { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Session!)
        {
            ForSession(id, () =>
            {
                foreach (string path in Path!)
                {
                    ForTarget(path, () =>
                    {
                        foreach (string file in LocalPath.Find(SessionState, path)) ForTarget(file, () => Add(id, file));
                    });
                }
            });
        }
    }

    private void Add(string id, string file)
    {
        if (ShouldProcess($"session {id}", $"Attach {file}"))
            WriteObject(Await(Client.Attachments.AddAsync(id, file, MediaType, MessageId, StopToken)));
    }
}
