namespace Ash;

/// <summary>Which usage is meant. What is null does not filter.</summary>
public sealed class UsageFilter
{
    /// <summary>Only this session's.</summary>
    public string? SessionId { get; init; }

    /// <summary>Only this agent's.</summary>
    public string? AgentName { get; init; }

    /// <summary>Only what was counted at this time or later. A time of no kind is local.</summary>
    public DateTime? After { get; init; }

    /// <summary>Only what was counted at this time or earlier. A time of no kind is local.</summary>
    public DateTime? Before { get; init; }
}
