using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A progress bar of eval cases. It is told from any thread, and the pipeline's shows it. Disposing it takes it away.</summary>
/// <param name="command">The command that shows it.</param>
/// <param name="activity">What goes on.</param>
/// <param name="total">How many cases there are.</param>
internal sealed class CaseBar(AshCommand command, string activity, int total) : IProgress<int>, IProgress<EvalRun>, IDisposable
{
    private bool _isShown;

    /// <summary>How many are done.</summary>
    public int Done { get; private set; }

    /// <summary>The run as it was told of last.</summary>
    public EvalRun? Run { get; private set; }

    /// <inheritdoc/>
    public void Report(int value) => Show(value, $"{value} of {total} cases");

    /// <inheritdoc/>
    public void Report(EvalRun value)
    {
        Run = value;
        if (value.StartedAt is null) Show(0, "Waiting for its turn");
        else Report(value.CompletedCases);
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_isShown && !command.IsStopping) command.WriteProgress(new(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void Show(int done, string status)
    {
        Done = done;
        _isShown = true;
        int percent = total == 0 ? 100 : (int)Math.Min(100, done * 100L / total);
        command.Post(() => command.WriteProgress(new(0, activity, status) { PercentComplete = percent }));
    }
}
