using System.Security;
using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A key that was just made. The server gives it out this once.</summary>
public sealed class NewApiKey : AshModel
{
    /// <summary>The key's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for as its name; null where the server chose one.</summary>
    [JsonIgnore]
    public string? Label { get; internal set; }

    /// <summary>The key.</summary>
    [JsonConverter(typeof(Http.SecretConverter))]
    public required SecureString Key { get; init; }

    /// <summary>The id, and never the key.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
