using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Ash.Commands;

/// <summary>A command that sends messages and emits the turns that answer them.</summary>
public abstract class AshTurnCommand : AshServerCommand
{
    private readonly List<MessageAttachment> _attachments = [];
    private HashSet<string> _typed = [];
    private JsonSchemaCheck? _schema;
    private int _turnsRecorded;

    /// <summary><para type="description">What to emit: Event (the default), each event as it arrives; Text, the agent's text; Turn, one object at the end with the text, the tools, the cost and the outcome.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public TurnView As { get; set; }

    /// <summary><para type="description">Have the answer come piece by piece as it is written, besides the whole messages.</para></summary>
    [Parameter]
    public SwitchParameter IncludePartial { get; set; }

    /// <summary><para type="description">The model for this message, in place of the session's.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Model { get; set; }

    /// <summary><para type="description">How often the model may be asked before the turn is broken off.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTurn { get; set; }

    /// <summary><para type="description">What the turn may cost before it is broken off, in US dollars.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0.0, 1_000_000.0)]
    public decimal? MaxBudgetUsd { get; set; }

    /// <summary><para type="description">How hard the model tries: low, medium, high or max.</para></summary>
    [Parameter]
    [KnownWord("low", "medium", "high", "max")]
    [ValidateSet("low", "medium", "high", "max")]
    public string? Effort { get; set; }

    /// <summary><para type="description">How the model thinks: adaptive, enabled or disabled.</para></summary>
    [Parameter]
    [KnownWord("adaptive", "enabled", "disabled")]
    [ValidateSet("adaptive", "enabled", "disabled")]
    public string? Thinking { get; set; }

    /// <summary><para type="description">How many tokens the model may think for. It turns thinking on.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int? ThinkingBudget { get; set; }

    /// <summary><para type="description">A JSON schema that the answer follows: a hashtable, JSON, or the path of a JSON file. The answer is then an object, the turn's Result; one that does not follow the schema is an error.</para></summary>
    [Parameter]
    [JsonArgument]
    public string? OutputSchema { get; set; }

    /// <summary><para type="description">How many seconds the whole turn may take. Without it: as long as the agent works. The agent works on when the time is over.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 604_800)]
    public int? TimeoutSec { get; set; }

    /// <summary><para type="description">Images and PDFs that go with the message, by path; their type is found from their content. From the pipeline, all of them go with the one message.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    // Not PSPath: the lines that Get-Content gives out have one, and they are messages.
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? Attachment { get; set; }

    /// <summary><para type="description">Keep the event stream in this file, exactly as it arrives; one that is there is written over. Start-AshEmulator -Reply plays it back. Further turns of the same call are numbered: run.sse, run-2.sse.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RecordPath { get; set; }

    /// <summary>Send even while a turn of the session runs in this process.</summary>
    private protected virtual bool IsForced => false;

    /// <summary>Files come down the pipeline, and are collected for the one message that was typed.</summary>
    private protected bool CollectsAttachments { get; private set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        if (OutputSchema is not null) OpenSchema(OutputSchema);
        // Not where a script block stands there, which makes a message of each input.
        bool isTextTyped = MyInvocation.BoundParameters.GetValueOrDefault("Message") is string[];
        CollectsAttachments = MyInvocation.ExpectingInput && isTextTyped && !IsTyped(nameof(Attachment)) && TakesNoOtherInput;
    }

    /// <summary>Everything that could come down the pipeline but attachments was typed.</summary>
    private protected virtual bool TakesNoOtherInput => true;

    /// <summary>Whether a parameter stands in the command line, and does not come down the pipeline.</summary>
    private protected bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Before the first input only what was typed is bound.
        _typed = [.. MyInvocation.BoundParameters.Keys];
        base.BeginProcessing();
    }

    /// <summary>Reads the files that are bound now.</summary>
    private protected void ReadAttachments()
    {
        if (!CollectsAttachments) _attachments.Clear();
        foreach (string path in (Attachment ?? []).SelectMany(path => LocalPath.Find(SessionState, path))) _attachments.Add(MessageAttachment.Read(path));
    }

    /// <summary>Whether there is what the one message goes with; without it something else is sent than was meant.</summary>
    private protected bool HasCollected()
    {
        if (_attachments.Count > 0) return true;
        WriteWarning("The message was not sent: no file that goes with it came down the pipeline.");
        return false;
    }

    /// <summary>The events of the turn that answers a message. It is sent when they are enumerated, on whatever thread.</summary>
    private protected IAsyncEnumerable<AshEvent> SendAsync(AshClient client, string sessionId, string message)
    {
        string? path = NextRecordPath();
        return path is null
            ? client.Messages.SendAsync(sessionId, message, CreateOptions(record: null), StopToken)
            : RecordAsync(client, sessionId, message, path, StopToken);
    }

    /// <summary>
    /// Sends one message and writes its turn as it comes. The pipeline thread makes the events itself: to have another do it costs a
    /// single stream a quarter of its speed.
    /// </summary>
    private protected void Stream(TurnOutput output, string message)
    {
        AshException? failure = null;
        try
        {
            foreach (AshEvent next in Await(SendAsync(Client, output.SessionId, message))) Write(output, next);
        }
        catch (AshException e)
        {
            failure = e;
        }
        WriteEnd(output, failure);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        // Not waited for: a check that is under way may be waiting for a server that a schema refers to.
        if (_schema is not null) Task.Run(_schema.Dispose);
    }

    private async IAsyncEnumerable<AshEvent> RecordAsync(
        AshClient client, string sessionId, string message, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FileStream file = Open(path);
        await using (file.ConfigureAwait(false))
        {
            await foreach (AshEvent next in client.Messages.SendAsync(sessionId, message, CreateOptions(file), cancellationToken).ConfigureAwait(false))
                yield return next;
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            // Without a buffer, so that closing the file has nothing left to fail with.
            return new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AshException(AshErrorCause.InvalidRequest, $"The stream cannot be kept in {path}: {e.Message}", e);
        }
    }

    private MessageOptions CreateOptions(Stream? record) => new()
    {
        IncludePartial = IncludePartial,
        Model = Model,
        MaxTurns = MaxTurn,
        MaxBudgetUsd = MaxBudgetUsd,
        Effort = Effort,
        Thinking = Thinking ?? (ThinkingBudget is null ? null : "enabled"),
        ThinkingBudgetTokens = ThinkingBudget,
        OutputSchema = OutputSchema,
        Attachments = [.. _attachments],
        Record = record,
        Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Force = IsForced,
    };

    private string? NextRecordPath()
    {
        if (RecordPath is null) return null;
        string path = LocalPath.Of(SessionState, RecordPath);
        if (++_turnsRecorded == 1) return path;
        string name = $"{Path.GetFileNameWithoutExtension(path)}-{_turnsRecorded}{Path.GetExtension(path)}";
        return Path.Combine(Path.GetDirectoryName(path)!, name);
    }

    /// <summary>Writes what the next event brings.</summary>
    private protected void Write(TurnOutput output, AshEvent next)
    {
        if (output.Next(next) is { } item) WriteObject(item);
        if (next is MalformedEvent malformed) WriteError(ErrorTable.ToErrorRecord(malformed));
    }

    /// <summary>Writes what the end of a turn brings.</summary>
    private protected void WriteEnd(TurnOutput output, AshException? failure)
    {
        // Output first: the error may stop the pipeline.
        if (output.End(failure) is { } item) WriteObject(item);
        failure ??= CheckResult(output);
        if (failure is not null) WriteError(ErrorTable.ToErrorRecord(failure, output.SessionId));
    }

    private void OpenSchema(string schema)
    {
        if (InvokeCommand.GetCommand(@"Microsoft.PowerShell.Utility\Test-Json", CommandTypes.Cmdlet) is not CmdletInfo testJson)
        {
            WriteWarning("This session has no Test-Json, so that answers are not checked against the schema.");
            return;
        }
        _schema = new(testJson, schema);
        // Not on this thread: a schema may refer to others, and they to servers that do not answer.
        Await(Task.Run(() => _schema.FaultsOf("null")));
    }

    private AshException? CheckResult(TurnOutput output)
    {
        if (_schema is null) return null;
        string? result = output.Result;
        if (result is null) return new(AshErrorCause.SchemaMismatch, $"The turn of session {output.SessionId} has no result, and so none that follows the schema.");
        IReadOnlyList<string> faults = Await(Task.Run(() => _schema.FaultsOf(result)));
        return faults.Count == 0
            ? null
            : new(AshErrorCause.SchemaMismatch, $"The result of session {output.SessionId} does not follow the schema: {string.Join(" ", faults.Select(Sentence))}");
    }

    private static string Sentence(string fault) => fault.EndsWith('.') ? fault : fault + ".";
}
