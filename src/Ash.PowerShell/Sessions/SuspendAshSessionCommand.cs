using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Sets sessions aside, to be resumed later.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Suspend, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Session))]
public sealed class SuspendAshSessionCommand : AshSessionCommand
{
    /// <summary><para type="description">Free the sandbox too. Workspace files can be lost, and a turn that is running falls silent.</para></summary>
    [Parameter]
    public SwitchParameter ReleaseSandbox { get; set; }

    /// <inheritdoc/>
    protected override string Action => ReleaseSandbox ? "Suspend and release the sandbox" : "Suspend";

    /// <inheritdoc/>
    protected override Task<Session> ChangeAsync(string sessionId) => ReleaseSandbox
        ? Client.Sessions.ReleaseSandboxAsync(sessionId, StopToken)
        : Client.Sessions.PauseAsync(sessionId, StopToken);
}
