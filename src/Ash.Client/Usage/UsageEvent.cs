namespace Ash;

/// <summary>Something that was counted in a turn.</summary>
public sealed class UsageEvent : AshModel
{
    /// <summary>The event's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The session of the turn.</summary>
    public required string SessionId { get; init; }

    /// <summary>The session's agent.</summary>
    public required string AgentName { get; init; }

    /// <summary>
    /// <c>input_tokens</c>, <c>output_tokens</c>, <c>cache_creation_tokens</c>, <c>cache_read_tokens</c>, <c>tool_call</c>, <c>message</c>,
    /// <c>compute_seconds</c>, or a word that a newer server uses.
    /// </summary>
    public required string EventType { get; init; }

    /// <summary>How much of it.</summary>
    public double Value { get; init; }

    /// <summary>When, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }
}
