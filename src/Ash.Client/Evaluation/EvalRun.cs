using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A run of an agent's eval cases. What the server knows of it at the time it was asked.</summary>
public sealed class EvalRun : AshModel
{
    /// <summary>The run's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name.</summary>
    public required string AgentName { get; init; }

    /// <summary>One of <see cref="EvalRunStatus"/>, or a word that a newer server uses.</summary>
    public required string Status { get; init; }

    /// <summary>The version that it was started for; null for none.</summary>
    public int? VersionNumber { get; init; }

    /// <summary>How many cases it has.</summary>
    public int TotalCases { get; init; }

    /// <summary>How many of them are done, well or not.</summary>
    public int CompletedCases { get; init; }

    /// <summary>The scores of all cases together; null until the run is completed.</summary>
    public EvalRunSummary? Summary { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When its first case was begun, in local time; null until then.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>When it was over, in local time; null until then.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>Whether it is over, completed or failed.</summary>
    [JsonIgnore]
    public bool IsFinished => CompletedAt is not null || Status is EvalRunStatus.Completed or EvalRunStatus.Failed;

    /// <summary>How long it took; null until it is over.</summary>
    [JsonIgnore]
    public TimeSpan? Duration => CompletedAt - StartedAt;

    /// <summary>The id, so that a run can stand in a string where its id is meant.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
