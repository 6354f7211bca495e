using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Queue;

/// <summary>A message that waits for an agent, or has been there. It does not change: its store puts another in its place.</summary>
internal sealed record QueueItem
{
    public required string Id { get; init; }

    public required string AgentName { get; init; }

    public required string Prompt { get; init; }

    public required string? SessionId { get; init; }

    public required int Priority { get; init; }

    public required int MaxRetries { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string Status { get; init; } = QueueItemStatus.Pending;

    public int RetryCount { get; init; }

    /// <summary>Stays where a later try goes well.</summary>
    public string? Error { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the next try may begin, which the server does not show.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("agentName", AgentName);
        json.WriteString("prompt", Prompt);
        json.WriteString("status", Status);
        json.WriteNumber("priority", Priority);
        json.WriteNumber("retryCount", RetryCount);
        json.WriteNumber("maxRetries", MaxRetries);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteString("tenantId", "default");
        json.WriteString("sessionId", SessionId);
        json.WriteString("error", Error);
        json.WriteOptionalTime("startedAt", StartedAt);
        json.WriteOptionalTime("completedAt", CompletedAt);
        json.WriteEndObject();
    }
}
