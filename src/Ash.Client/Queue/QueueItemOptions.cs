namespace Ash;

/// <summary>What to put in the queue: the body of <c>POST /api/queue</c>.</summary>
public sealed class QueueItemOptions
{
    /// <summary>The agent's name.</summary>
    public required string AgentName { get; init; }

    /// <summary>The message.</summary>
    public required string Prompt { get; init; }

    /// <summary>The session to send it to, which has to be active when its turn has come; null makes a new one.</summary>
    public string? SessionId { get; init; }

    /// <summary>From 0, the server's default; higher ones have their turn first.</summary>
    public int? Priority { get; init; }

    /// <summary>How many tries there may be; the server's default is 3, and 0 is one try too.</summary>
    public int? MaxRetries { get; init; }
}
