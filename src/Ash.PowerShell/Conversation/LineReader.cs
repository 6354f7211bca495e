using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Ash.Commands;

/// <summary>
/// Reads what a person says, with PSReadLine where the console has it: that brings the arrow keys, the history, and Shift+Enter for
/// another line.
/// </summary>
/// <remarks>
/// PSReadLine takes a line for PowerShell, and Enter for a new line while a quote is open, as in <c>What's new?</c>. So Enter is bound
/// anew while it reads, and hands over such a line by another way. A binding of the user's own making cannot be put back, and is left
/// alone.
/// </remarks>
/// <param name="host">The host.</param>
/// <param name="engine">The command's way to run scripts.</param>
/// <param name="isConsole">Whether the host is PowerShell's console.</param>
internal sealed class LineReader(PSHost host, CommandInvocationIntrinsics engine, bool isConsole)
{
    private static readonly ScriptBlock ReadLineScript = ScriptBlock.Create("""
        param($Said)
        $enter = (PSReadLine\Get-PSReadLineKeyHandler -Chord Enter | Microsoft.PowerShell.Utility\Select-Object -First 1).Function
        $isOurs = $enter -and [Microsoft.PowerShell.PSConsoleReadLine].GetMethod($enter)
        if ($isOurs) {
            PSReadLine\Set-PSReadLineKeyHandler -Chord Enter -ScriptBlock {
                $ast = $tokens = $errors = $cursor = $null
                [Microsoft.PowerShell.PSConsoleReadLine]::GetBufferState([ref] $ast, [ref] $tokens, [ref] $errors, [ref] $cursor)
                if ($errors.IncompleteInput -contains $true) {
                    $Said.Line = $ast.Extent.Text
                    [Microsoft.PowerShell.PSConsoleReadLine]::AddToHistory($Said.Line)
                    [Microsoft.PowerShell.PSConsoleReadLine]::Replace(0, $Said.Line.Length, '')
                    $Host.UI.Write($Said.Line)
                }
                [Microsoft.PowerShell.PSConsoleReadLine]::AcceptLine()
            }.GetNewClosure()
        }
        try { PSConsoleHostReadLine }
        finally { if ($isOurs) { PSReadLine\Set-PSReadLineKeyHandler -Chord Enter -Function $enter } }
        # Ctrl+C leaves what was typed so far where it stands.
        if ($Host.UI.RawUI.CursorPosition.X) {
            $Said.IsGivenUp = $true
            $Host.UI.WriteLine()
        }
        """);

    private bool _hasHistory =
        isConsole && engine.GetCommand("PSConsoleHostReadLine", CommandTypes.Function) is { ModuleName: "PSReadLine" };

    /// <summary>
    /// Reads a line behind a prompt. One that ends with a blank and a backtick goes on in the next, as in PowerShell; one that ends with
    /// code in backticks does not.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <returns>The line or lines; nothing where Ctrl+C gave them up, and null where there will be no more.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the host takes no input.</exception>
    public string? Read(string prompt)
    {
        try
        {
            string? text = ReadOne(prompt);
            while (text is "`" or [.., ' ' or '\n', '`'] && ReadOne(">> ") is { } more) text = $"{text[..^1]}\n{more}";
            return text;
        }
        catch (OperationCanceledException)
        {
            return string.Empty;
        }
    }

    private string? ReadOne(string prompt)
    {
        try
        {
            return _hasHistory ? ReadWithHistory(prompt) : isConsole ? ReadFromConsole(prompt) : ReadPlain(prompt);
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or PSInvalidOperationException)
        {
            throw new AshException(AshErrorCause.InvalidRequest,
                "This PowerShell takes no input, so there is nobody to talk to. Send-AshMessage and Invoke-AshAgent need nobody.", e);
        }
    }

    private string? ReadPlain(string prompt)
    {
        host.UI.Write(prompt);
        return host.UI.ReadLine();
    }

    /// <summary>The console's own way to read a line ends its pipeline on Ctrl+C, which is to give up no more than the line.</summary>
    private string? ReadFromConsole(string prompt)
    {
        string? line = null;
        ConsoleBreak.Run(engine, prompt, token =>
        {
            line = ReadPlain(prompt);
            token.ThrowIfCancellationRequested();
        });
        return line;
    }

    private string? ReadWithHistory(string prompt)
    {
        host.UI.Write(prompt);
        Hashtable said = [];
        try
        {
            object? line = engine.InvokeScript(true, ReadLineScript, null, said).FirstOrDefault()?.BaseObject;
            if (said["IsGivenUp"] is true) throw new OperationCanceledException();
            return said["Line"] as string ?? line as string ?? string.Empty;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // It refuses where its input or output is no terminal.
            _hasHistory = false;
            return host.UI.ReadLine();
        }
    }
}
