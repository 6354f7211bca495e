using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes sessions with the messages of others, to go on from there on a second way.</para>
/// </summary>
[Cmdlet(VerbsCommon.Copy, "AshSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(Session))]
public sealed class CopyAshSessionCommand : AshSessionCommand
{
    /// <summary><para type="description">Resume the copy, so that it takes messages at once. Without it, it is paused.</para></summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <inheritdoc/>
    protected override string Action => Resume ? "Copy and resume the copy" : "Copy";

    /// <inheritdoc/>
    protected override async Task<Session> ChangeAsync(string sessionId)
    {
        // Asked for on the pipeline thread, which alone knows the default connection.
        SessionRoutes sessions = Client.Sessions;
        Session copy = await sessions.ForkAsync(sessionId, StopToken).ConfigureAwait(false);
        return Resume ? await sessions.ResumeAsync(copy.Id, StopToken).ConfigureAwait(false) : copy;
    }
}
