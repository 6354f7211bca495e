using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// A progress bar. It is told from any thread, and the pipeline's shows it whenever a percent or a word of it is another. Disposing it takes
/// it away.
/// </summary>
/// <param name="command">The command that shows it.</param>
/// <param name="activity">What goes on.</param>
internal class ActivityBar(AshCommand command, string activity) : IDisposable
{
    private (int Percent, string Status)? _shown;

    /// <summary>Shows how far it is.</summary>
    /// <param name="status">How far, in words.</param>
    /// <param name="done">How much is done.</param>
    /// <param name="total">How much there is in all; null where nobody knows, and then no percent is shown.</param>
    public void Show(string status, long done = 0, long? total = null)
    {
        int percent = total switch { null => -1, 0 => 100, _ => (int)Math.Min(100, done * 100 / total.Value) };
        if (_shown == (percent, status)) return;
        _shown = (percent, status);
        command.Post(() => command.WriteProgress(new(0, activity, status) { PercentComplete = percent }));
    }

    /// <summary>Takes it away, on the pipeline thread.</summary>
    public void Dispose()
    {
        if (_shown is not { } shown || command.IsStopping) return;
        // What it was told last would bring it back.
        command.DoPosted();
        command.WriteProgress(new(0, activity, shown.Status) { RecordType = ProgressRecordType.Completed });
    }
}
