using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes versions of agents for good.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshAgentVersion", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshAgentVersionCommand : AshAgentVersionCommand
{
    /// <inheritdoc/>
    protected override string Action => "Remove";

    /// <inheritdoc/>
    protected override async Task<AgentVersion?> ChangeAsync(string agent, int number)
    {
        await Client.AgentVersions.DeleteAsync(agent, number, StopToken).ConfigureAwait(false);
        return null;
    }
}
