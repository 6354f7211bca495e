namespace Ash;

/// <summary>The server's words for the states of a queue item.</summary>
public static class QueueItemStatus
{
    /// <summary>Waits for its turn, or for the next try.</summary>
    public const string Pending = "pending";

    /// <summary>An agent is at work on it.</summary>
    public const string Processing = "processing";

    /// <summary>The agent has answered.</summary>
    public const string Completed = "completed";

    /// <summary>Failed at every try.</summary>
    public const string Failed = "failed";

    /// <summary>Taken back before its turn.</summary>
    public const string Cancelled = "cancelled";
}
