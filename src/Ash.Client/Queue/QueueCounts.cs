namespace Ash;

/// <summary>How many items of the queue are in which state.</summary>
public sealed class QueueCounts : AshModel
{
    /// <summary>Items that wait.</summary>
    public int Pending { get; init; }

    /// <summary>Items that an agent is at work on.</summary>
    public int Processing { get; init; }

    /// <summary>Items that were answered.</summary>
    public int Completed { get; init; }

    /// <summary>Items that failed at every try.</summary>
    public int Failed { get; init; }

    /// <summary>Items that were taken back.</summary>
    public int Cancelled { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Pending} pending, {Processing} processing";
}
