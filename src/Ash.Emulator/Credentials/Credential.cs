using System.Text.Json;
using Ash.Emulation.Json;

namespace Ash.Emulation.Credentials;

/// <summary>A stored credential. Nothing here ever needs the key, so it is not kept.</summary>
internal sealed class Credential
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Label { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why no session can be made with it; null where one can.</summary>
    public required string? Problem { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public void WriteTo(Utf8JsonWriter json, bool withLastUse = true)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("type", Type);
        json.WriteString("label", Label);
        json.WriteBoolean("active", true);
        json.WriteTime("createdAt", CreatedAt);
        if (withLastUse)
            json.WriteOptionalTime("lastUsedAt", LastUsedAt);
        json.WriteEndObject();
    }
}
