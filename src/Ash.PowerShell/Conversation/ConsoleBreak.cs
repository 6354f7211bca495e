using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;

namespace Ash.Commands;

/// <summary>Work within a command that Ctrl+C ends without ending the command.</summary>
/// <remarks>
/// Ctrl+C stops the pipeline that the console is running, with every command in it, and a pipeline that was told to stop cannot be
/// talked out of it, nor told again. In a nested prompt, though, the console stops the command of that prompt and nothing else. So the
/// work becomes the one command of a nested prompt. What the prompt shows and where it reads its line from are functions of the scope
/// in which it is entered: they hide the user's own, and are gone with the scope.
/// </remarks>
internal static class ConsoleBreak
{
    private static readonly ScriptBlock Prompt = ScriptBlock.Create("""
        param($Line, $Command, $Work)
        function prompt { "`r" }
        function PSConsoleHostReadLine { $Line }
        function Enter-AshSession { try { & $Command $Work } finally { $Host.ExitNestedPrompt() } }
        $Host.EnterNestedPrompt()
        Microsoft.PowerShell.Core\Clear-History -Newest -Count 1
        """);

    private static readonly CmdletInfo Command = new("Invoke-AshWork", typeof(WorkCommand));

    /// <summary>
    /// Whether the host is PowerShell's console at a keyboard, with nothing between it and this runspace. Other hosts may know nested
    /// prompts too, but have their own way to read a line of them.
    /// </summary>
    public static bool IsConsole(PSHost host) =>
        host.Name == "ConsoleHost" && host is IHostSupportsInteractiveSession { IsRunspacePushed: false } console
        && ReferenceEquals(console.Runspace, Runspace.DefaultRunspace) && HasKeyboard(host.UI.RawUI);

    /// <summary>Runs the work. Its exceptions are the caller's.</summary>
    /// <param name="engine">The command's way to run scripts.</param>
    /// <param name="remark">What the work is, for whoever reads a transcript, which has the line of the nested prompt.</param>
    /// <param name="work">The work. It runs on this thread, and its token is cancelled on Ctrl+C.</param>
    public static void Run(CommandInvocationIntrinsics engine, string remark, Action<CancellationToken> work)
    {
        ExceptionDispatchInfo? failure = null;
        Action<CancellationToken> safe = token =>
        {
            try
            {
                work(token);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        };
        engine.InvokeScript(true, Prompt, null, "Enter-AshSession # " + Printable.Line(remark), Command, safe);
        failure?.Throw();
    }

    private static bool HasKeyboard(PSHostRawUserInterface ui)
    {
        try
        {
            _ = ui.KeyAvailable;
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or HostException)
        {
            // That is how it says that its input is a file or a pipe.
            return false;
        }
    }

    /// <summary>The one command of the nested prompt.</summary>
    [Cmdlet(VerbsLifecycle.Invoke, "AshWork")]
    private sealed class WorkCommand : Cmdlet, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        [Parameter(Position = 0, Mandatory = true)]
        public Action<CancellationToken>? Work { get; set; }

        public void Dispose() => _stop.Dispose();

        protected override void ProcessRecord() => Work!(_stop.Token);

        protected override void StopProcessing() => _stop.Cancel();
    }
}
