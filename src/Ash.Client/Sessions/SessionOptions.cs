using System.Text.Json.Serialization;

namespace Ash;

/// <summary>How a session is made: the body of <c>POST /api/sessions</c>.</summary>
public sealed class SessionOptions
{
    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The model, in place of the agent's own.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The system prompt, in place of the agent's CLAUDE.md. A server of version 0.2.0 ignores it for a session that starts in a
    /// sandbox made ready before.
    /// </summary>
    public string? SystemPrompt { get; init; }

    /// <summary><c>bypassPermissions</c>, <c>permissionsByAgent</c> or <c>default</c>.</summary>
    public string? PermissionMode { get; init; }

    /// <summary>The only tools the agent may use.</summary>
    public IReadOnlyList<string>? AllowedTools { get; init; }

    /// <summary>Tools the agent may not use.</summary>
    public IReadOnlyList<string>? DisallowedTools { get; init; }

    /// <summary>MCP servers by name, as JSON: <c>{"name": {"url": …}}</c> or <c>{"name": {"command": …, "args": […], "env": {…}}}</c>.</summary>
    [JsonConverter(typeof(Http.RawJsonConverter))]
    public string? McpServers { get; init; }

    /// <summary>The id of a credential that the server keeps.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Environment variables of the sandbox. The same server fault as for <see cref="SystemPrompt"/> applies.</summary>
    [JsonPropertyName("extraEnv")]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Beta flags of the model's API.</summary>
    public IReadOnlyList<string>? Betas { get; init; }

    /// <summary>Subagents by name, as JSON that the server hands to the Agent SDK.</summary>
    [JsonConverter(typeof(Http.RawJsonConverter))]
    public string? Subagents { get; init; }

    /// <summary>The subagent that leads the conversation.</summary>
    public string? InitialAgent { get; init; }
}
