using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;

namespace Ash.Commands;

/// <summary>An agent's configuration as an object whose properties are the settings, and AgentName.</summary>
internal static class AgentConfigView
{
    private const string AgentName = nameof(AgentConfig.AgentName);

    public static object Of(AgentConfig config)
    {
        object settings = JsonObjects.From(config.GetSettings())!;
        switch (settings)
        {
            case PSObject view:
                view.Properties.Remove(AgentName);
                view.Properties.Add(new PSNoteProperty(AgentName, config.AgentName));
                break;
            // Names that no object can have side by side.
            case IDictionary view:
                view[AgentName] = config.AgentName;
                break;
        }
        return settings;
    }

    /// <summary>The settings of JSON that may have been made of such an object: what was added to it is no setting.</summary>
    public static string WithoutAgentName(string json)
    {
        if (!json.Contains(AgentName, StringComparison.Ordinal) || JsonNode.Parse(json) is not JsonObject settings) return json;
        settings.Remove(AgentName);
        return settings.ToJsonString();
    }
}
