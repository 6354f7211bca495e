namespace Ash;

/// <summary>A session: one agent in one sandbox. What the server knows of it at the time it was asked.</summary>
public sealed class Session : AshModel
{
    /// <summary>The session's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name.</summary>
    public required string AgentName { get; init; }

    /// <summary>One of <see cref="SessionStatus"/>, or a word that a newer server uses.</summary>
    public required string Status { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it last changed or answered, in local time.</summary>
    public DateTime LastActiveAt { get; init; }

    /// <summary>The session it was forked from.</summary>
    public string? ParentSessionId { get; init; }

    /// <summary>The sandbox it runs in; another one after a cold resume.</summary>
    public string? SandboxId { get; init; }

    /// <summary>The runner that holds the sandbox; null for the server's own machine.</summary>
    public string? RunnerId { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The id, so that a session can stand in a string where its id is meant.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
