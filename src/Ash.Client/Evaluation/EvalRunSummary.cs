using System.Text.Json.Serialization;

namespace Ash;

/// <summary>The scores of a run's cases together. The averages are of the cases that were answered; all are 0 where none was.</summary>
public sealed class EvalRunSummary : AshModel
{
    /// <summary>The part of the cases that passed, from 0 to 1: of all cases, also of those that were not answered.</summary>
    public double PassRate { get; init; }

    /// <summary>The average of <see cref="EvalResult.TopicScore"/>, from 0 to 1.</summary>
    [JsonPropertyName("avgTopicScore")]
    public double TopicScore { get; init; }

    /// <summary>The average of <see cref="EvalResult.SafetyScore"/>, from 0 to 1.</summary>
    [JsonPropertyName("avgSafetyScore")]
    public double SafetyScore { get; init; }

    /// <summary>The average of <see cref="EvalResult.LlmJudgeScore"/>; null where no model judged.</summary>
    [JsonPropertyName("avgLlmJudgeScore")]
    public double? LlmJudgeScore { get; init; }

    /// <summary>The average of <see cref="EvalResult.Latency"/>.</summary>
    [JsonPropertyName("avgLatencyMs")]
    [JsonConverter(typeof(Http.MillisecondsConverter))]
    public TimeSpan Latency { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{PassRate:P0} passed";
}
