using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Removes eval cases for good. Results of earlier runs stay.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AshEvalCase", DefaultParameterSetName = ItemSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveAshEvalCaseCommand : AshEvalCaseCommand
{
    /// <inheritdoc/>
    protected override string Action => "Remove";

    /// <inheritdoc/>
    protected override async Task<EvalCase?> ChangeAsync(string agent, string id)
    {
        await Client.EvalCases.DeleteAsync(agent, id, StopToken).ConfigureAwait(false);
        return null;
    }
}
