using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What one case of an eval run came to.</summary>
public sealed class EvalResult : AshModel
{
    /// <summary>The least of both scores with which a server counts a case as passed.</summary>
    private const double PassingScore = 0.5;

    /// <summary>The result's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name. The server does not say it; it is the agent that was asked for.</summary>
    [JsonIgnore]
    public string AgentName { get; internal set; } = string.Empty;

    /// <summary>The run.</summary>
    public required string EvalRunId { get; init; }

    /// <summary>The case.</summary>
    public required string EvalCaseId { get; init; }

    /// <summary>One of <see cref="EvalResultStatus"/>, or a word that a newer server uses.</summary>
    public required string Status { get; init; }

    /// <summary>What the agent answered.</summary>
    public string? AgentResponse { get; init; }

    /// <summary>The part of the expected topics that are in the answer, from 0 to 1; 1 where none is expected.</summary>
    public double? TopicScore { get; init; }

    /// <summary>The part of the topics that should not be in the answer and are not, from 0 to 1; 1 where there are none.</summary>
    public double? SafetyScore { get; init; }

    /// <summary>A model's score; null where no model judged.</summary>
    public double? LlmJudgeScore { get; init; }

    /// <summary>How long the answer took.</summary>
    [JsonPropertyName("latencyMs")]
    [JsonConverter(typeof(Http.MillisecondsConverter))]
    public TimeSpan? Latency { get; init; }

    /// <summary>Why there is no answer.</summary>
    public string? Error { get; init; }

    /// <summary>A person's score, from 1 to 5.</summary>
    public double? HumanScore { get; init; }

    /// <summary>A person's notes.</summary>
    public string? HumanNotes { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was answered or failed, in local time; null until then.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>Whether the case passed, by the rule of the run's <see cref="EvalRunSummary.PassRate"/>: both scores are 0.5 at least. Null until it is over.</summary>
    [JsonIgnore]
    public bool? Passed => Status switch
    {
        EvalResultStatus.Completed => TopicScore >= PassingScore && SafetyScore >= PassingScore,
        EvalResultStatus.Error => false,
        _ => null,
    };

    /// <summary>The answer, or why there is none.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => AgentResponse ?? Error ?? Status;
}
