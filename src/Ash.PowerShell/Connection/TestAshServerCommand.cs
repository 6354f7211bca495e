using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Says whether an Ash server answers: true or false. -Verbose says why not.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "AshServer")]
[OutputType(typeof(bool))]
public sealed class TestAshServerCommand : AshServerCommand
{
    /// <summary><para type="description">How many seconds the server may take to answer.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 10;

    /// <inheritdoc/>
    protected override void Begin()
    {
        try
        {
            base.Begin();
        }
        catch (AshException e) when (e.Cause == AshErrorCause.NotConnected)
        {
            // That is an answer, and no error.
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        patience.CancelAfter(TimeSpan.FromSeconds(TimeoutSec));
        // A test asks once, unless told otherwise: the caller decides whether and when to ask again.
        MaxRetryWaitSec ??= 0;
        try
        {
            WriteVerbose($"{CurrentConnection.Server}: {Await(Client.GetHealthAsync(patience.Token))}.");
            WriteObject(true);
        }
        catch (AshException e)
        {
            WriteVerbose(e.Message);
            WriteObject(false);
        }
        catch (OperationCanceledException) when (!StopToken.IsCancellationRequested)
        {
            WriteVerbose($"{CurrentConnection.Server} did not answer within {TimeoutSec} s.");
            WriteObject(false);
        }
    }
}
