using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Evaluation;

/// <summary>A run of an agent's cases.</summary>
internal sealed record EvalRun(string Id, string AgentName, int? VersionNumber, int TotalCases, DateTimeOffset CreatedAt)
{
    public string Status { get; init; } = EvalStatus.Pending;

    public int CompletedCases { get; init; }

    public EvalSummary? Summary { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("tenantId", "default");
        json.WriteString("agentName", AgentName);
        json.WriteOptionalNumber("versionNumber", VersionNumber);
        json.WriteString("status", Status);
        json.WriteNumber("totalCases", TotalCases);
        json.WriteNumber("completedCases", CompletedCases);
        if (Summary is null)
            json.WriteNull("summary");
        else
            Summary.WriteTo(json);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteOptionalTime("startedAt", StartedAt);
        json.WriteOptionalTime("completedAt", CompletedAt);
        json.WriteEndObject();
    }
}
