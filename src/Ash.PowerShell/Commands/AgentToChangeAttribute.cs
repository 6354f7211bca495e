using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Takes an agent that is changed or removed, wholly or in part: a name, an agent, or a row with an AgentName. What only belongs to an
/// agent, as a session does, is refused, so that its agent does not go in its place.
/// </summary>
/// <param name="parts">The types of those parts of an agent that come along with it.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AgentToChangeAttribute(params string[] parts) : IdentityAttribute("AgentName", "Agent", "Name")
{
    /// <inheritdoc/>
    private protected override void Check(PSObject item)
    {
        string? type = item.TypeNames.Select(OwnType).FirstOrDefault(static name => name is not null);
        if (type is null or nameof(Agent) or nameof(AgentDeployment) || parts.Contains(type)) return;
        string agent = item.Properties["AgentName"]?.Value is { } name ? $" For its agent: Get-AshAgent {name}." : string.Empty;
        throw new ArgumentTransformationMetadataException($"The {type} '{item}' is no agent.{agent}");
    }

    /// <summary>
    /// The name of a type of the module's, also where the object is a copy; null for another's, and for JSON: an agent's configuration names
    /// its agent as a row does.
    /// </summary>
    private static string? OwnType(string name) =>
        name.Split('.') is [.., "Ash", var own] && !name.EndsWith(JsonObjects.TypeName, StringComparison.Ordinal) ? own : null;
}
