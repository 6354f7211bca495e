using System.Text.Json.Serialization;

namespace Ash;

/// <summary>An agent: what a folder with a CLAUDE.md becomes on the server.</summary>
public sealed class Agent : AshModel
{
    /// <summary>The agent's id, a UUID. Routes go by <see cref="Name"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Name { get; init; }

    /// <summary>Goes up by one with each deploy.</summary>
    public int Version { get; init; }

    /// <summary>The agent's folder on the server.</summary>
    public string? Path { get; init; }

    /// <summary>The names of the environment variables its sessions get, each with <c>***</c> in place of its value.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyDictionary<string, string>? Environment { get; init => field = ReadableTable.From(value); }

    /// <summary>When it was first deployed, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When it was last deployed or changed, in local time.</summary>
    public DateTime UpdatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The name, so that an agent can stand in a string where its name is meant.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
