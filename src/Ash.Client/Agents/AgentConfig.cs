using System.Text.Json;

namespace Ash;

/// <summary>An agent's configuration: model, description, max_turns, permission_mode, mcp_servers, or whatever else was put there.</summary>
public sealed class AgentConfig
{
    private readonly JsonElement _settings;

    internal AgentConfig(string agentName, JsonElement settings)
    {
        AgentName = agentName;
        _settings = settings;
    }

    /// <summary>The agent's name.</summary>
    public string AgentName { get; }

    /// <summary>The settings by name.</summary>
    /// <returns>A JSON object, empty where nothing was set.</returns>
    public JsonElement GetSettings() => _settings;

    /// <inheritdoc/>
    public override string ToString() => _settings.Compact();
}
