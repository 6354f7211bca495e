using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash;

/// <summary>An object as the server describes it. What a newer server says of it besides is kept.</summary>
public abstract class AshModel
{
    /// <summary>The fields that no property of this object has.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? UnknownFields { get; set; }

    /// <summary>The fields that the server gave the object and that this version does not know.</summary>
    /// <returns>JSON by field; empty where everything is known.</returns>
    public IReadOnlyDictionary<string, JsonElement> GetAdditionalProperties() =>
        UnknownFields ?? (IReadOnlyDictionary<string, JsonElement>)ReadOnlyDictionary<string, JsonElement>.Empty;
}
