using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Says whether an Ash server answers: true or false. -Verbose says why not.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AshServer")]
[OutputType(typeof(bool))]
public sealed class TestAshServerCommand : AshServerCommand
{
    /// <inheritdoc/>
    protected override void Finish()
    {
        // A test asks once, unless told otherwise: the caller decides whether and when to ask again.
        MaxRetryWaitSec ??= 0;
        try
        {
            WriteVerbose($"{CurrentConnection.Server}: {Await(Client.GetHealthAsync(StopToken))}.");
            WriteObject(true);
        }
        catch (AshException e)
        {
            WriteVerbose(e.Message);
            WriteObject(false);
        }
    }
}
