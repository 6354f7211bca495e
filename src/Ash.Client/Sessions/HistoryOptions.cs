namespace Ash;

/// <summary>Which part of a session's history is read.</summary>
public sealed class HistoryOptions
{
    /// <summary>Only what comes after this sequence number, or index of a log line; null starts at the beginning.</summary>
    public long? After { get; init; }

    /// <summary>At most so many; null sets no limit.</summary>
    public long? First { get; init; }

    /// <summary>Go on when the end is reached, with what is added then, until cancelled.</summary>
    public bool Follow { get; init; }
}
