namespace Ash;

/// <summary>A message that waits in the server's queue for an agent, or has been there. What the server knew of it when it was asked.</summary>
public sealed class QueueItem : AshModel
{
    /// <summary>The item's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name. Whether there is such an agent is found out when its turn has come.</summary>
    public required string AgentName { get; init; }

    /// <summary>The message.</summary>
    public required string Prompt { get; init; }

    /// <summary>One of <see cref="QueueItemStatus"/>, or a word that a newer server uses.</summary>
    public required string Status { get; init; }

    /// <summary>Higher ones have their turn first.</summary>
    public int Priority { get; init; }

    /// <summary>The session it was meant for; null where a new one was to be made, which the server does not tell.</summary>
    public string? SessionId { get; init; }

    /// <summary>How many tries have failed.</summary>
    public int RetryCount { get; init; }

    /// <summary>How many tries there may be.</summary>
    public int MaxRetries { get; init; }

    /// <summary>Why the last try that failed did; it stays where a later one went well.</summary>
    public string? Error { get; init; }

    /// <summary>When it was put in, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When the last try began, in local time.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it was completed or failed for good, in local time.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>Nothing more will happen to it: it is completed, failed or cancelled.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsDone => Status is QueueItemStatus.Completed or QueueItemStatus.Failed or QueueItemStatus.Cancelled;

    /// <summary>The id, so that an item can stand in a string where its id is meant.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
