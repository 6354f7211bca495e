using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Agents;

/// <summary>A version of an agent: a system prompt under a number.</summary>
internal sealed record AgentVersion(string Id, string AgentName, int Number, DateTimeOffset CreatedAt)
{
    public required string Name { get; init; }

    public required string? SystemPrompt { get; init; }

    public required string? ReleaseNotes { get; init; }

    public required IReadOnlyList<string>? KnowledgeFiles { get; init; }

    public bool IsActive { get; init; }

    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>Writes the version: as the schema has it, what it requires comes first.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("agentName", AgentName);
        json.WriteNumber("versionNumber", Number);
        json.WriteString("name", Name);
        json.WriteBoolean("isActive", IsActive);
        json.WriteTime("createdAt", CreatedAt);
        json.WriteTime("updatedAt", UpdatedAt);
        json.WriteString("tenantId", "default");
        json.WriteString("systemPrompt", SystemPrompt);
        json.WriteString("releaseNotes", ReleaseNotes);
        json.WriteOptionalTexts("knowledgeFiles", KnowledgeFiles);
        json.WriteNull("createdBy");
        json.WriteEndObject();
    }
}
