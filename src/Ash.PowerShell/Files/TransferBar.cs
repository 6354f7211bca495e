namespace Ash.Commands;

/// <summary>A progress bar for what goes over the network.</summary>
/// <param name="command">The command that shows it.</param>
/// <param name="activity">What goes on.</param>
internal sealed class TransferBar(AshCommand command, string activity)
    : ActivityBar(command, activity), IProgress<UploadProgress>, IProgress<long>
{
    /// <summary>What <see cref="IProgress{T}"/> of bytes is about: a file's name, for example.</summary>
    public string Status { get; set; } = string.Empty;

    /// <summary>How many bytes went before those that it is told of.</summary>
    public long Before { get; set; }

    /// <summary>How many bytes there are in all; null where nobody knows.</summary>
    public long? Total { get; set; }

    /// <inheritdoc/>
    public void Report(UploadProgress value) => Show($"{value.FilesSent} of {ViewText.Count(value.TotalFiles, "file")}", value.BytesSent, value.TotalBytes);

    /// <inheritdoc/>
    public void Report(long value)
    {
        const int Megabyte = 1024 * 1024;
        long bytes = Before + value;
        Show(Total is null ? $"{Status}, {bytes / Megabyte:N0} MB" : Status, bytes, Total);
    }
}
