using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Evaluation;

/// <summary>What a case of a run came to.</summary>
internal sealed record EvalResult(string Id, string RunId, string CaseId, DateTimeOffset CreatedAt)
{
    public string Status { get; init; } = EvalStatus.Pending;

    public string? AgentResponse { get; init; }

    public double? TopicScore { get; init; }

    public double? SafetyScore { get; init; }

    public long? LatencyMs { get; init; }

    public string? Error { get; init; }

    public double? HumanScore { get; init; }

    public string? HumanNotes { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("tenantId", "default");
        json.WriteString("evalRunId", RunId);
        json.WriteString("evalCaseId", CaseId);
        json.WriteString("agentResponse", AgentResponse);
        json.WriteOptionalNumber("topicScore", TopicScore);
        json.WriteOptionalNumber("safetyScore", SafetyScore);
        json.WriteNull("llmJudgeScore");
        json.WriteOptionalNumber("latencyMs", LatencyMs);
        json.WriteString("status", Status);
        json.WriteString("error", Error);
        json.WriteOptionalNumber("humanScore", HumanScore);
        json.WriteString("humanNotes", HumanNotes);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteOptionalTime("completedAt", CompletedAt);
        json.WriteEndObject();
    }
}
