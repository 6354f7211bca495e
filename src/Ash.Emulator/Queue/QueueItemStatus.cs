namespace Ash.Emulation.Queue;

/// <summary>The words for a queue item's state.</summary>
internal static class QueueItemStatus
{
    public const string Pending = "pending";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> All { get; } = [Pending, Processing, Completed, Failed, Cancelled];
}
