using System.Security;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ash.Http;

/// <summary>Reads a secret into what shows it nowhere. It is never written.</summary>
internal sealed class SecretConverter : JsonConverter<SecureString>
{
    // Null is no secret, and the reader would take it for one.
    public override bool HandleNull => true;

    public override SecureString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        SecureString secret = new();
        foreach (char character in reader.GetString() ?? throw new JsonException()) secret.AppendChar(character);
        secret.MakeReadOnly();
        return secret;
    }

    public override void Write(Utf8JsonWriter writer, SecureString value, JsonSerializerOptions options) => writer.WriteNullValue();
}
