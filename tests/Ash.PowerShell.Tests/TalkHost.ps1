# A host with a person at it: it keeps what is written and is fed with lines. By the name ConsoleHost it runs nested prompts as
# PowerShell's console does, and Ctrl+C stops what the innermost one runs; by any other it stops the command.
if (-not ('TalkHost' -as [type])) {
    Add-Type -CompilerOptions '-nowarn:CS1701' -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

public sealed class TalkHost : PSHost, IHostSupportsInteractiveSession
{
    private readonly string _name;
    private Pipeline _nested;
    private bool _leaves;

    public TalkHost(string name, bool supportsVirtualTerminal, int patience)
    {
        _name = name;
        Screen = new Screen(supportsVirtualTerminal, TimeSpan.FromMilliseconds(patience));
    }

    public Screen Screen { get; }
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => _name;
    public override PSHostUserInterface UI => Screen;
    public override Version Version { get; } = new(1, 0);
    public bool IsRunspacePushed => false;
    public Runspace Runspace { get; set; }

    public void PressCtrlC(PowerShell shell)
    {
        if (_nested is { } nested) nested.Stop();
        else shell.Stop();
    }

    public override void EnterNestedPrompt()
    {
        if (_name != "ConsoleHost") throw new NotSupportedException("Nested prompts.");
        while (!_leaves)
        {
            Screen.Write(Invoke("prompt", false));
            Invoke(Invoke("PSConsoleHostReadLine", false), true);
        }
        _leaves = false;
    }

    public override void ExitNestedPrompt() => _leaves = true;
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
    public void PopRunspace() => throw new NotSupportedException();
    public void PushRunspace(Runspace runspace) => throw new NotSupportedException();

    private string Invoke(string command, bool addToHistory)
    {
        using Pipeline pipeline = Runspace.DefaultRunspace.CreateNestedPipeline(command, addToHistory);
        _nested = pipeline;
        try { return string.Concat(pipeline.Invoke().Select(item => item.ToString())); }
        catch (PipelineStoppedException) { return string.Empty; }
        finally { _nested = null; }
    }
}

public sealed class Screen : PSHostUserInterface
{
    private readonly TimeSpan _patience;
    private readonly StringBuilder _text = new();
    private readonly BlockingCollection<string> _lines = new();

    public Screen(bool supportsVirtualTerminal, TimeSpan patience)
    {
        SupportsVirtualTerminal = supportsVirtualTerminal;
        _patience = patience;
    }

    public override PSHostRawUserInterface RawUI { get; } = new Raw();
    public override bool SupportsVirtualTerminal { get; }
    public string Text { get { lock (_text) return _text.ToString(); } }

    // Types a line. Ctrl+C while it is read is what the console makes of it.
    public void Type(string line) => _lines.Add(line);
    public void EndInput() => _lines.CompleteAdding();

    public void WaitFor(string text)
    {
        DateTime end = DateTime.UtcNow + _patience;
        lock (_text)
        {
            while (!_text.ToString().Contains(text))
                if (!Monitor.Wait(_text, end - DateTime.UtcNow is { Ticks: > 0 } rest ? rest : TimeSpan.Zero))
                    throw new TimeoutException($"'{text}' did not come. The screen: {_text}");
        }
    }

    public override string ReadLine()
    {
        if (!_lines.TryTake(out string line, _patience)) return _lines.IsCompleted ? null : throw new TimeoutException("Nobody typed.");
        if (line == "\x3") throw new PipelineStoppedException();
        Write(line + "\n");
        return line;
    }

    public override void Write(string value)
    {
        lock (_text)
        {
            _text.Append(value);
            Monitor.PulseAll(_text);
        }
    }

    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Write(value);
    public override void WriteLine(string value) => Write(value + "\n");
    public override void WriteErrorLine(string value) => WriteLine("ERROR: " + value);
    public override void WriteDebugLine(string value) => WriteLine("DEBUG: " + value);
    public override void WriteVerboseLine(string value) => WriteLine("VERBOSE: " + value);
    public override void WriteWarningLine(string value) => WriteLine("WARNING: " + value);
    public override void WriteInformation(InformationRecord record) { }
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotSupportedException();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => defaultChoice;
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotSupportedException();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw new NotSupportedException();
    public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();

    private sealed class Raw : PSHostRawUserInterface
    {
        public override ConsoleColor BackgroundColor { get; set; }
        public override Size BufferSize { get; set; } = new(80, 25);
        public override Coordinates CursorPosition { get; set; }
        public override int CursorSize { get; set; }
        public override ConsoleColor ForegroundColor { get; set; }
        public override bool KeyAvailable => false;
        public override Size MaxPhysicalWindowSize => BufferSize;
        public override Size MaxWindowSize => BufferSize;
        public override Coordinates WindowPosition { get; set; }
        public override Size WindowSize { get; set; } = new(80, 25);
        public override string WindowTitle { get; set; }
        public override void FlushInputBuffer() { }
        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();
        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();
        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    }
}
'@
}

# Starts a command for a person at such a host. -Type is what the person types, at once.
function Start-Talk([scriptblock] $Script, [hashtable] $Variable = @{}, [string[]] $Type = @(), [string] $HostName = 'Plain', [switch] $WithColors) {
    $talkHost = [TalkHost]::new($HostName, $WithColors, $Patience)
    $Type | ForEach-Object { $talkHost.Screen.Type($_) }
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule([string[]] $Manifest)
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], $null))
    }
    $talkHost.Runspace = [runspacefactory]::CreateRunspace($talkHost, $state)
    $talkHost.Runspace.Open()
    $shell = [powershell]::Create($talkHost.Runspace).AddScript($Script.ToString())
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
    [pscustomobject]@{ Shell = $shell; Run = $run; Output = $output; Host = $talkHost; Screen = $talkHost.Screen }
}
