namespace Ash;

/// <summary>A key that the server keeps for sessions to use. The key itself never comes back.</summary>
public sealed class Credential : AshModel
{
    /// <summary>The credential's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="CredentialType"/>, or a word that a newer server uses.</summary>
    public required string Type { get; init; }

    /// <summary>What it is called; empty where nothing was said.</summary>
    public string? Label { get; init; }

    /// <summary>Sessions can use it.</summary>
    public bool Active { get; init; }

    /// <summary>When it was stored, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When a session was last made with it, in local time; null where none was.</summary>
    public DateTime? LastUsedAt { get; init; }

    /// <summary>The id, so that a credential can stand in a string where its id is meant.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
