using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes suspended sessions active again, and repairs those in error.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Resume, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Session))]
public sealed class ResumeAshSessionCommand : AshSessionCommand
{
    /// <inheritdoc/>
    protected override string Action => "Resume";

    /// <inheritdoc/>
    protected override Task<Session> ChangeAsync(string sessionId) => Client.Sessions.ResumeAsync(sessionId, StopToken);
}
