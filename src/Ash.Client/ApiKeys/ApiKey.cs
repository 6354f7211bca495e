using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A key that opens the server, without the key itself: the server keeps none that could be shown.</summary>
public sealed class ApiKey : AshModel
{
    /// <summary>The key's id, a UUID, or <c>env</c> for the one of the server's environment, which cannot be deleted.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public string? Label { get; init; }

    /// <summary>What the server shows of the key: of the one of its environment the first characters, of others nothing.</summary>
    [JsonInclude]
    public string? KeyPrefix { get; internal set; }

    /// <summary>When it was made, in local time; null for the one of the server's environment.</summary>
    [JsonConverter(typeof(Http.OptionalTimeConverter))]
    public DateTime? CreatedAt { get; init; }

    /// <summary>The id, so that a key can stand in a string where its id is meant.</summary>
    /// <returns>The id.</returns>
    public override string ToString() => Id;
}
