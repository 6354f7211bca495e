namespace Ash;

/// <summary>What a server says of itself: <c>GET /health</c>.</summary>
public sealed class ServerHealth : AshModel
{
    /// <summary><c>ok</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The server's version.</summary>
    public string? Version { get; init; }

    /// <summary>Sessions that are active now.</summary>
    public int ActiveSessions { get; init; }

    /// <summary>Sandboxes that exist now.</summary>
    public int ActiveSandboxes { get; init; }

    /// <summary>How long the server has run, in seconds; null where it does not say.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("uptime")]
    public long? UptimeSeconds { get; init; }

    /// <summary>The pool of sandboxes.</summary>
    public SandboxPool? Pool { get; init; }

    /// <summary>The coordinator's host name and process id.</summary>
    public string? CoordinatorId { get; init; }

    /// <summary>How many runners on other machines are registered.</summary>
    public int RemoteRunners { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Version}".TrimEnd();
}

/// <summary>The pool of sandboxes of a server.</summary>
public sealed class SandboxPool : AshModel
{
    /// <summary>All sandboxes.</summary>
    public int Total { get; init; }

    /// <summary>Sandboxes on disk only.</summary>
    public int Cold { get; init; }

    /// <summary>Sandboxes that are starting.</summary>
    public int Warming { get; init; }

    /// <summary>Sandboxes that are ready.</summary>
    public int Warm { get; init; }

    /// <summary>Sandboxes that wait for a message.</summary>
    public int Waiting { get; init; }

    /// <summary>Sandboxes in a turn.</summary>
    public int Running { get; init; }

    /// <summary>The most sandboxes the server holds.</summary>
    public int MaxCapacity { get; init; }

    /// <summary>Resumes that found a warm sandbox.</summary>
    public int ResumeWarmHits { get; init; }

    /// <summary>Resumes that had to start one.</summary>
    public int ResumeColdHits { get; init; }

    /// <summary>Sessions that began in a sandbox made ready before.</summary>
    public int PreWarmHits { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Running} running, {MaxCapacity} at most";
}
