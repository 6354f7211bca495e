using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// A progress bar for what goes over the network. It is told from any thread, and the pipeline's shows it whenever a percent or a word of
/// it is another. Disposing it takes it away.
/// </summary>
/// <param name="command">The command that shows it.</param>
/// <param name="activity">What goes on.</param>
internal sealed class TransferBar(AshCommand command, string activity) : IProgress<UploadProgress>, IProgress<long>, IDisposable
{
    private (int Percent, string Status) _shown;

    /// <summary>What <see cref="IProgress{T}"/> of bytes is about: a file's name, for example.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>How many bytes went before those that it is told of.</summary>
    public long Before { get; set; }

    /// <summary>How many bytes there are in all; null where nobody knows.</summary>
    public long? Total { get; set; }

    /// <inheritdoc/>
    public void Report(UploadProgress value) => Show(value.BytesSent, value.TotalBytes, $"{value.FilesSent} of {value.TotalFiles} files");

    /// <inheritdoc/>
    public void Report(long value) => Show(Before + value, Total, Status);

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_shown.Status is null || command.IsStopping) return;
        command.WriteProgress(new(0, activity, _shown.Status) { RecordType = ProgressRecordType.Completed });
    }

    private void Show(long bytes, long? total, string status)
    {
        const int Megabyte = 1024 * 1024;
        if (total is null) status += $", {bytes / Megabyte:N0} MB";
        // Without a total, no percent is known.
        int percent = total switch { null => -1, 0 => 100, _ => (int)Math.Min(100, bytes * 100 / total.Value) };
        if (_shown == (percent, status)) return;
        _shown = (percent, status);
        command.Post(() => command.WriteProgress(new(0, activity, status) { PercentComplete = percent }));
    }
}
