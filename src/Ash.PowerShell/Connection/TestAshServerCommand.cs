using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Says whether an Ash server answers: true or false. -Verbose says why not.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AshServer")]
[OutputType(typeof(bool))]
public sealed class TestAshServerCommand : AshServerCommand
{
    /// <summary>A test asks once: the caller decides whether and when to ask again.</summary>
    protected override TimeSpan? MaxRetryWait => TimeSpan.Zero;

    /// <inheritdoc/>
    protected override void Finish()
    {
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
