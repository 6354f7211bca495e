using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ash.Http;

/// <summary>Writes the body of a request.</summary>
internal static class RequestJson
{
    /// <summary>The largest body, in bytes, that the server takes on a route without a limit of its own.</summary>
    public const int BodyLimit = 1024 * 1024;

    // The serializer's own encoder is made for JSON inside HTML: six bytes for every quote and umlaut, against a limit that counts bytes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write<TBody>(TBody body, JsonTypeInfo<TBody> type)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Options);
        JsonSerializer.Serialize(writer, body, type);
        return buffer.WrittenSpan.ToArray();
    }
}
