using System.Text.Json.Serialization;

namespace Ash;

/// <summary>One case in two runs.</summary>
public sealed class EvalComparison : AshModel
{
    /// <summary>The agent's name.</summary>
    [JsonIgnore]
    public string AgentName { get; internal set; } = string.Empty;

    /// <summary>The case.</summary>
    [JsonPropertyName("caseId")]
    public required string EvalCaseId { get; init; }

    /// <summary>What the agent was asked; empty where the case is no longer there.</summary>
    public required string Question { get; init; }

    /// <summary>What the case came to in the run that is compared with; null where that run does not have it.</summary>
    [JsonPropertyName("resultA")]
    public EvalResult? Reference { get; init; }

    /// <summary>What the case came to in the run that is compared; null where that run does not have it.</summary>
    [JsonPropertyName("resultB")]
    public EvalResult? Difference { get; init; }

    /// <summary>What became of the case.</summary>
    [JsonIgnore]
    public EvalChange Change => (Reference, Difference) switch
    {
        (null, _) => EvalChange.Added,
        (_, null) => EvalChange.Removed,
        ({ Passed: null }, _) or (_, { Passed: null }) => EvalChange.Unfinished,
        var (before, after) when Worth(after) > Worth(before) => EvalChange.Better,
        var (before, after) when Worth(after) < Worth(before) => EvalChange.Worse,
        _ => EvalChange.Same,
    };

    /// <summary>By how much the topic score went up; negative where it went down, null where one of the two has none.</summary>
    [JsonIgnore]
    public double? TopicScoreChange => Difference?.TopicScore - Reference?.TopicScore;

    /// <summary>By how much the safety score went up; negative where it went down, null where one of the two has none.</summary>
    [JsonIgnore]
    public double? SafetyScoreChange => Difference?.SafetyScore - Reference?.SafetyScore;

    /// <summary>How much longer the answer took; negative where it took less, null where one of the two has none.</summary>
    [JsonIgnore]
    public TimeSpan? LatencyChange => Difference?.Latency - Reference?.Latency;

    /// <inheritdoc/>
    public override string ToString() => $"{Change}: {Question}";

    /// <summary>Both scores together. An answer that scores nothing is still better than none.</summary>
    private static double Worth(EvalResult result) => result.TopicScore + result.SafetyScore ?? -1;
}
