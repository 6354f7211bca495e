namespace Ash;

/// <summary>How a turn ended.</summary>
/// <remarks>PowerShell's ConvertTo-Json writes the word only of an enum that is long, and the number of any other.</remarks>
public enum TurnOutcome : long
{
    /// <summary>The agent finished, and the server said so.</summary>
    Completed,

    /// <summary>The agent or the server failed, and said so.</summary>
    Failed,

    /// <summary>The stream ended before the turn did; the agent may still be at work.</summary>
    Interrupted,

    /// <summary>The caller stopped reading; the agent may still be at work.</summary>
    Cancelled,
}
