using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Writes conversations to a file that a colleague can read: a session's history, or turns as they were captured.</para>
/// </summary>
[Cmdlet(VerbsData.Export, "AshTranscript", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportAshTranscriptCommand : AshServerCommand
{
    private static readonly IdentityAttribute SessionIdentity = new("SessionId", "Session", "Id");

    private readonly TranscriptBuilder _transcript = new();
    private string _file = string.Empty;
    private TranscriptFormat _format;
    private bool _isMeant;

    /// <summary><para type="description">The file. Its extension says the format: .html, .md or .jsonl.</para></summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("LiteralPath", "FilePath")]
    [Identity("FullName", "PSPath", Advice =
        "The file is missing: Export-AshTranscript talk.html -Session $session, or $session | Export-AshTranscript talk.html.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary><para type="description">What is written: sessions or their ids, whose history is read from the server; turns of Send-AshMessage -As Turn; events; or messages of Get-AshMessage. Several conversations go into the one file.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [Alias("Session", "SessionId", "Turn")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [ValidateNotNullOrEmpty]
    public PSObject[]? InputObject { get; set; }

    /// <summary><para type="description">The format: Html, one page without scripts; Markdown; or JsonLines, which loses nothing. Without it: what the extension of the file says.</para></summary>
    [Parameter]
    public TranscriptFormat? Format { get; set; }

    /// <summary><para type="description">What stands at the top. Without it: the agent's name.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary><para type="description">Overwrite a file that is read-only.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary><para type="description">Leave a file that exists as it is, and fail.</para></summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary><para type="description">Emit the file.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _file = LocalPath.Of(SessionState, Path!);
        _format = Format ?? FormatOf(_file);
        if (NoClobber && File.Exists(_file)) throw new AshException(AshErrorCause.FileNotWritten, $"The file {_file} is there already.");
        _isMeant = ShouldProcess(_file, "Export a transcript");
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!_isMeant) return;
        foreach (PSObject item in InputObject!) ForTarget(item, () => Add(item));
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        // Where every session failed its error says more than an empty file.
        if (!_isMeant || _transcript.IsEmpty) return;
        ForTarget(_file, () =>
        {
            // Not on this thread: what somebody else wrote may be made to take long, and Ctrl+C leaves it.
            byte[] content = Await(Task.Run(Render));
            Save(content);
            if (PassThru) WriteObject(new FileInfo(_file));
        });
    }

    private static TranscriptFormat FormatOf(string file)
    {
        string extension = System.IO.Path.GetExtension(file);
        return extension.ToUpperInvariant() switch
        {
            ".HTML" or ".HTM" => TranscriptFormat.Html,
            ".MD" or ".MARKDOWN" => TranscriptFormat.Markdown,
            ".JSONL" or ".NDJSON" => TranscriptFormat.JsonLines,
            _ => throw Refused($"The extension '{extension}' says no format: use .html, .md or .jsonl, or give -Format."),
        };
    }

    private static AshException Refused(string message, Exception? inner = null) => new(AshErrorCause.InvalidRequest, message, inner);

    private void Add(PSObject item)
    {
        switch (item.BaseObject)
        {
            case AshEvent next:
                _transcript.Add(next);
                break;
            case Turn turn:
                _transcript.Add(turn);
                break;
            case StoredMessage message:
                _transcript.Add(message);
                break;
            case SessionEvent happened:
                _transcript.Add(happened);
                break;
            default:
                // What came back from a job has the properties of a turn or an event, but not what they were made from.
                if (item.TypeNames.FirstOrDefault(static name => name.StartsWith("Deserialized.Ash.", StringComparison.Ordinal)) is { } copy
                    && !copy.EndsWith(".Session", StringComparison.Ordinal))
                {
                    throw Refused($"A {copy} is a copy without its events: export it where it was made, or pipe its session.");
                }
                ReadHistory(IdOf(item));
                break;
        }
    }

    private static string IdOf(PSObject session)
    {
        try
        {
            return SessionIdentity.IdOf(session);
        }
        catch (ArgumentTransformationMetadataException e)
        {
            throw Refused(e.Message, e);
        }
    }

    private void ReadHistory(string id)
    {
        // Only here is a server needed at all.
        base.Begin();
        using ActivityBar bar = new(this, "Reading the history");
        bar.Show($"Session {id}");
        _transcript.Add(Await(Client.Sessions.GetAsync(id, StopToken)));
        foreach (StoredMessage message in Await(Client.Messages.ListAsync(id, cancellationToken: StopToken))) _transcript.Add(message);
        foreach (SessionEvent happened in Await(Client.Sessions.ListEventsAsync(id, cancellationToken: StopToken))) _transcript.Add(happened);
    }

    private byte[] Render()
    {
        using MemoryStream buffer = new();
        using (StreamWriter writer = new(buffer))
        {
            Transcript transcript = _transcript.Build();
            switch (_format)
            {
                case TranscriptFormat.Html:
                    transcript.WriteHtml(writer, Title);
                    break;
                case TranscriptFormat.Markdown:
                    transcript.WriteMarkdown(writer, Title);
                    break;
                default:
                    transcript.WriteJsonLines(writer);
                    break;
            }
        }
        return buffer.ToArray();
    }

    private void Save(byte[] content)
    {
        FileInfo file = new(_file);
        bool isReadOnly = Force && file.Exists && file.IsReadOnly;
        try
        {
            if (isReadOnly) file.IsReadOnly = false;
            using (FileStream stream = new(_file, NoClobber ? FileMode.CreateNew : FileMode.Create, FileAccess.Write)) stream.Write(content);
            if (isReadOnly) file.IsReadOnly = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The transcript cannot be written to {_file}: {e.Message}", e);
        }
    }
}
