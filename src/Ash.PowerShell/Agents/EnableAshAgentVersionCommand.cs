using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Makes versions the active ones of their agents: sessions that are opened from then on get their prompts.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Enable, "AshAgentVersion", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(AgentVersion))]
public sealed class EnableAshAgentVersionCommand : AshAgentVersionCommand
{
    /// <inheritdoc/>
    protected override string Action => "Activate, in place of the version that is active";

    /// <inheritdoc/>
    protected override async Task<AgentVersion?> ChangeAsync(string agent, int number)
    {
        await Client.AgentVersions.ActivateAsync(agent, number, StopToken).ConfigureAwait(false);
        return await Client.AgentVersions.GetAsync(agent, number, StopToken).ConfigureAwait(false);
    }
}
