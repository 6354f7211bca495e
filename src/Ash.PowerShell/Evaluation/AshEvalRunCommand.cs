using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that emits eval runs, and waits for their ends where it is told to: it starts or finds them, and hands them to <see cref="Emit"/>.</summary>
public abstract class AshEvalRunCommand : AshServerCommand
{
    private readonly List<EvalRun> _waitedFor = [];

    /// <summary><para type="description">Wait until the runs are over, with a progress bar, and emit them then. One that failed is an error too.</para></summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary><para type="description">With -Wait: how many seconds at most, for all runs together. What is not over by then is emitted as it is, and is an error. Without it: as long as it takes.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 2_592_000)]
    public int? TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected sealed override void Begin()
    {
        if (TimeoutSec is not null && !Wait)
            throw new AshException(AshErrorCause.InvalidRequest, "-TimeoutSec says how long to wait: it goes with -Wait.");
        base.Begin();
    }

    /// <summary>Emits a run, or keeps it until all have been started.</summary>
    /// <param name="run">The run.</param>
    protected void Emit(EvalRun run)
    {
        if (Wait) _waitedFor.Add(run);
        else WriteObject(run);
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        if (_waitedFor.Count == 0) return;
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(StopToken);
        if (TimeoutSec is { } seconds) deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        foreach (EvalRun run in _waitedFor) ForTarget(run.Id, () => EmitAtItsEnd(run, deadline.Token));
    }

    private void EmitAtItsEnd(EvalRun run, CancellationToken deadline)
    {
        EvalRun last = run.IsFinished ? run : WaitFor(run, deadline);
        WriteObject(last);
        string done = $"{last.CompletedCases} of {ViewText.Count(last.TotalCases, "case")}";
        if (!last.IsFinished)
            throw new AshException(AshErrorCause.EvalRunNotDone, $"The eval run {last} of agent {last.AgentName} is not over after {TimeoutSec} s: {done} are done.");
        if (last.Status == EvalRunStatus.Failed)
            throw new AshException(AshErrorCause.EvalRunFailed, $"The eval run {last} of agent {last.AgentName} failed after {done}.");
    }

    /// <summary>The run at its end, or as it is when the time is up.</summary>
    private EvalRun WaitFor(EvalRun run, CancellationToken deadline)
    {
        using CaseBar bar = new(this, $"Evaluating {run.AgentName}", run.TotalCases);
        try
        {
            return Await(Client.EvalRuns.WaitAsync(run.AgentName, run.Id, bar, deadline));
        }
        catch (OperationCanceledException) when (!IsStopping)
        {
            return bar.Run ?? run;
        }
    }
}
