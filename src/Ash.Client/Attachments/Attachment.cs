using System.Text.Json.Serialization;

namespace Ash;

/// <summary>A file that the server keeps beside a session. While the session has a sandbox, its agent finds it in <c>attachments/</c>.</summary>
public sealed class Attachment : AshModel
{
    /// <summary>The server's word where there is no message.</summary>
    private const string Unlinked = "unlinked";

    /// <summary>The attachment's id, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The file's name.</summary>
    [JsonPropertyName("filename")]
    public required string Name { get; init; }

    /// <summary>Its media type.</summary>
    [JsonPropertyName("mimeType")]
    public string? MediaType { get; init; }

    /// <summary>Its size in bytes.</summary>
    [JsonPropertyName("size")]
    public long Length { get; init; }

    /// <summary>The message that it belongs to; null where it belongs to none.</summary>
    public string? MessageId { get; init => field = value == Unlinked ? null : value; }

    /// <summary>When it was added, in local time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The tenant.</summary>
    public string? TenantId { get; init; }

    /// <summary>The name.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
