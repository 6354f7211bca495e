namespace Ash.Commands;

/// <summary>A progress bar of eval cases.</summary>
/// <param name="command">The command that shows it.</param>
/// <param name="activity">What goes on.</param>
/// <param name="total">How many cases there are.</param>
internal sealed class CaseBar(AshCommand command, string activity, int total) : ActivityBar(command, activity), IProgress<int>, IProgress<EvalRun>
{
    /// <summary>How many are done.</summary>
    public int Done { get; private set; }

    /// <summary>The run as it was told of last.</summary>
    public EvalRun? Run { get; private set; }

    /// <inheritdoc/>
    public void Report(int value)
    {
        Done = value;
        Show($"{value} of {ViewText.Count(total, "case")}", value, total);
    }

    /// <inheritdoc/>
    public void Report(EvalRun value)
    {
        Run = value;
        if (value.StartedAt is null) Show("Waiting for its turn", 0, total);
        else Report(value.CompletedCases);
    }
}
