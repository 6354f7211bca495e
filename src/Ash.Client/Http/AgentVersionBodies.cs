using System.Text.Json;

namespace Ash.Http;

/// <summary><c>{"version": …}</c>.</summary>
internal sealed class AgentVersionBody
{
    public required AgentVersion Version { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"versions": […]}</c>.</summary>
internal sealed class AgentVersionListBody
{
    public required IReadOnlyList<AgentVersion> Versions { get; init => field = Items.AllThere(value); }
}

/// <summary>The answer of <c>POST /api/agents/{name}/versions/{versionNumber}/activate</c>.</summary>
internal sealed class ActivatedBody
{
    public bool Activated { get; init; }

    public int VersionNumber { get; init; }
}
