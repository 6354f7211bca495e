namespace Ash.Commands;

/// <summary>A progress bar of queue items that are waited for.</summary>
/// <param name="command">The command that shows it.</param>
internal sealed class QueueBar(AshCommand command) : ActivityBar(command, "Waiting for queue items"), IProgress<QueueProgress>
{
    /// <inheritdoc/>
    public void Report(QueueProgress value) => Show($"{value.Done} of {value.Total} done, {value.Processing} at work", value.Done, value.Total);
}
