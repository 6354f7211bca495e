using System.Text.Json.Serialization;

namespace Ash;

/// <summary>What to change of a session, from its next message on: the body of <c>PATCH /api/sessions/{id}/config</c>. Null leaves as is.</summary>
public sealed class SessionChange
{
    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>The only tools the agent may use.</summary>
    public IReadOnlyList<string>? AllowedTools { get; init; }

    /// <summary>Tools the agent may not use.</summary>
    public IReadOnlyList<string>? DisallowedTools { get; init; }

    /// <summary>Beta flags of the model's API.</summary>
    public IReadOnlyList<string>? Betas { get; init; }

    /// <summary>Subagents by name, as JSON that the server hands to the Agent SDK.</summary>
    [JsonConverter(typeof(Http.RawJsonConverter))]
    public string? Subagents { get; init; }

    /// <summary>The subagent that leads the conversation.</summary>
    public string? InitialAgent { get; init; }
}
