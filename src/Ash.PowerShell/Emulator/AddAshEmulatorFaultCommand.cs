using System.Collections;
using System.Management.Automation;
using Ash.Emulation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes an emulator misbehave, by route and count, to test how a runbook takes it.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "AshEmulatorFault", DefaultParameterSetName = StatusSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(EmulatorFault))]
public sealed class AddAshEmulatorFaultCommand : EmulatorCommand
{
    private const string StatusSet = "Status";
    private const string DelaySet = "Delay";
    private const string CloseSet = "Close";
    private const string CutSet = "Cut";
    private const string SilenceSet = "Silence";
    private const string FrameSet = "Frame";
    private const string RestartSet = "Restart";
    private const string WriteLimitSet = "WriteLimit";
    private const string RedirectSet = "Redirect";
    private const string GarbageSet = "Garbage";

    /// <summary><para type="description">The paths it happens to; wildcards are allowed, for example /api/sessions/*/messages. Without it: every path.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(EmulatorPathCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Path { get; set; } = "*";

    /// <summary><para type="description">The method it happens to. Without it: every method.</para></summary>
    [Parameter]
    [ValidateSet("GET", "POST", "PATCH", "DELETE")]
    public string? Method { get; set; }

    /// <summary><para type="description">How often it happens. Without it: always.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, int.MaxValue)]
    public int? Times { get; set; }

    /// <summary><para type="description">How many requests go well before the first fault.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int After { get; set; }

    /// <summary><para type="description">Answer with this status.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = StatusSet)]
    [ArgumentCompleter(typeof(StatusCodeCompleter))]
    [ValidateRange(200, 599)]
    public int StatusCode { get; set; }

    /// <summary><para type="description">The body of the answer. Without it: the server's own for that status.</para></summary>
    [Parameter(ParameterSetName = StatusSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [AllowEmptyString]
    public string? Body { get; set; }

    /// <summary><para type="description">The content type of the body.</para></summary>
    [Parameter(ParameterSetName = StatusSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string ContentType { get; set; } = "application/json; charset=utf-8";

    /// <summary><para type="description">Headers of the answer, for example @{ 'Retry-After' = 60 }.</para></summary>
    [Parameter(ParameterSetName = StatusSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public IDictionary? Header { get; set; }

    /// <summary><para type="description">Wait so many seconds before the request is looked at.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = DelaySet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0.0, 86_400.0)]
    public double DelaySec { get; set; }

    /// <summary><para type="description">Close the connection before the first byte of the answer.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = CloseSet)]
    public SwitchParameter Close { get; set; }

    /// <summary><para type="description">Cut the answer: an event stream after -AfterEvent events, any other after -AfterByte bytes.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = CutSet)]
    public SwitchParameter Cut { get; set; }

    /// <summary><para type="description">How many bytes still come of what is cut.</para></summary>
    [Parameter(ParameterSetName = CutSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int AfterByte { get; set; }

    /// <summary><para type="description">End the cut stream properly, with its last chunk, so that only what is missing shows.</para></summary>
    [Parameter(ParameterSetName = CutSet)]
    public SwitchParameter LastChunk { get; set; }

    /// <summary><para type="description">Reset the connection in place of closing it.</para></summary>
    [Parameter(ParameterSetName = CutSet)]
    [Parameter(ParameterSetName = CloseSet)]
    public SwitchParameter Reset { get; set; }

    /// <summary><para type="description">Send nothing more, with the connection open.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = SilenceSet)]
    public SwitchParameter Silence { get; set; }

    /// <summary><para type="description">Put these bytes into the stream: a malformed frame, or one whose data is no JSON.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = FrameSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Frame { get; set; }

    /// <summary><para type="description">Restart the server: every connection is cut and active sessions are paused.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = RestartSet)]
    public SwitchParameter Restart { get; set; }

    /// <summary><para type="description">How many events come unharmed; session_start is the first.</para></summary>
    [Parameter(ParameterSetName = CutSet)]
    [Parameter(ParameterSetName = SilenceSet)]
    [Parameter(ParameterSetName = FrameSet)]
    [Parameter(ParameterSetName = RestartSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, int.MaxValue)]
    public int AfterEvent { get; set; }

    /// <summary><para type="description">Give a turn up when its client has not read for so many seconds. A server does after 30.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = WriteLimitSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0.001, 86_400.0)]
    public double WriteLimitSec { get; set; }

    /// <summary><para type="description">Redirect to this address.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = RedirectSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public Uri? Redirect { get; set; }

    /// <summary><para type="description">Answer with these bytes in place of HTTP.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = GarbageSet)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Garbage { get; set; }

    /// <inheritdoc/>
    protected override void Process(AshEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        if (ShouldProcess($"{Method ?? "every"} request to {Path}", $"Add fault {ParameterSetName}"))
            WriteObject(emulator.Faults.Add(Create(emulator)));
    }

    private EmulatorFault Create(AshEmulator emulator) => ParameterSetName switch
    {
        DelaySet => new DelayFault
        {
            Method = Method, Path = Path, Times = Times, After = After, Delay = TimeSpan.FromSeconds(DelaySec),
        },
        CloseSet => new ConnectionClosedFault { Method = Method, Path = Path, Times = Times, After = After, Reset = Reset },
        CutSet => new CutFault
        {
            Method = Method, Path = Path, Times = Times, After = After,
            AfterEvents = AfterEvent, Bytes = AfterByte, SendLastChunk = LastChunk, Reset = Reset,
        },
        SilenceSet => new SilenceFault { Method = Method, Path = Path, Times = Times, After = After, AfterEvents = AfterEvent },
        FrameSet => new FrameFault
        {
            Method = Method, Path = Path, Times = Times, After = After, AfterEvents = AfterEvent, Text = Frame!,
        },
        RestartSet => new RestartFault(emulator)
        {
            Method = Method, Path = Path, Times = Times, After = After, AfterEvents = AfterEvent,
        },
        WriteLimitSet => new WriteLimitFault
        {
            Method = Method, Path = Path, Times = Times, After = After, Limit = TimeSpan.FromSeconds(WriteLimitSec),
        },
        RedirectSet => new RedirectFault { Method = Method, Path = Path, Times = Times, After = After, Location = Redirect!.OriginalString },
        GarbageSet => new GarbageFault { Method = Method, Path = Path, Times = Times, After = After, Text = Garbage! },
        _ => new StatusFault
        {
            Method = Method, Path = Path, Times = Times, After = After,
            StatusCode = StatusCode, Body = Body, ContentType = ContentType,
            Headers = EnvironmentVariables.From(Header) ?? [],
        },
    };
}
