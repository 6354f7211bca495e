using System.Diagnostics;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Runs a shell command in a session's sandbox.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "AshCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(CommandResult))]
public sealed class InvokeAshCommandCommand : AshServerCommand
{
    /// <summary><para type="description">The command line.</para></summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [PlainText("The command is missing: Invoke-AshCommand 'df -h' -Session $session, or $session | Invoke-AshCommand 'df -h'.")]
    [ValidateNotNullOrEmpty]
    public string? Command { get; set; }

    /// <summary><para type="description">Sessions: objects from New-AshSession or Get-AshSession, ids, or anything with a SessionId or Id. They must be active.</para></summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Session { get; set; }

    /// <summary><para type="description">How many seconds the command may run, 300 at most.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 300)]
    public int? TimeoutSec { get; set; }

    /// <summary><para type="description">Make an exit code other than 0 an error.</para></summary>
    [Parameter]
    public SwitchParameter ErrorOnNonZeroExit { get; set; }

    /// <summary><para type="description">Run it even while a turn of the session runs in this process, which ends that turn's stream.</para></summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string id in Session!)
        {
            ForSession(id, () =>
            {
                if (ShouldProcess($"session {id}", $"Run '{Command}'")) Run(id);
            });
        }
    }

    private void Run(string id)
    {
        TimeSpan? timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        long began = Stopwatch.GetTimestamp();
        CommandResult result = Await(Client.Sessions.RunCommandAsync(id, Command!, timeout, Force, StopToken));
        if (result.ExitCode != 0 && Stopwatch.GetElapsedTime(began) >= timeout)
            WriteWarning($"The command '{Command}' in session {id} took its whole {TimeoutSec} s and may have been ended by -TimeoutSec, which the server does not say.");
        WriteObject(result);
        if (!ErrorOnNonZeroExit || result.ExitCode == 0) return;
        throw new AshException(AshErrorCause.CommandFailed,
            $"The command '{Command}' in session {id} ended with exit code {result.ExitCode}. {result.ErrorOutput.Trim()}".TrimEnd());
    }
}
