using System.Text.Json;

namespace Ash.Emulation.Evaluation;

/// <summary>The scores of a run's results together.</summary>
internal sealed record EvalSummary(double TopicScore, double SafetyScore, double LatencyMs, double PassRate)
{
    private const double PassingScore = 0.5;

    /// <summary>Averages what was answered; only the rate of those that passed is of all.</summary>
    public static EvalSummary Of(IReadOnlyList<EvalResult> results)
    {
        var answered = results.Where(result => result.Status == EvalStatus.Completed).ToList();
        return answered.Count == 0
            ? new EvalSummary(0, 0, 0, 0)
            : new EvalSummary(
                answered.Average(result => result.TopicScore ?? 0),
                answered.Average(result => result.SafetyScore ?? 0),
                answered.Average(result => result.LatencyMs ?? 0),
                (double)answered.Count(result => result is { TopicScore: >= PassingScore, SafetyScore: >= PassingScore }) / results.Count);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("avgTopicScore", TopicScore);
        json.WriteNumber("avgSafetyScore", SafetyScore);
        json.WriteNull("avgLlmJudgeScore");
        json.WriteNumber("avgLatencyMs", LatencyMs);
        json.WriteNumber("passRate", PassRate);
        json.WriteEndObject();
    }
}
