using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Ends sessions for good.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Session))]
public sealed class StopAshSessionCommand : AshSessionCommand
{
    /// <inheritdoc/>
    protected override string Action => "End for good";

    /// <inheritdoc/>
    protected override Task<Session> ChangeAsync(string sessionId) => Client.Sessions.EndAsync(sessionId, StopToken);
}
