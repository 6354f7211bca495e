namespace Ash;

/// <summary>How far the items are that somebody waits for.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Done">Those that are completed, failed or cancelled.</param>
/// <param name="Processing">Those that an agent is at work on; the rest waits.</param>
public sealed record QueueProgress(int Total, int Done, int Processing);
