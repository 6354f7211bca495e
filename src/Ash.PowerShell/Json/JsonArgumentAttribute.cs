using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ash.Commands;

/// <summary>Takes a JSON object as a hashtable, as an object, as JSON, or as the path of a JSON file; the parameter gets JSON.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class JsonArgumentAttribute : ArgumentTransformationAttribute
{
    private const int MaxDepth = 100;

    /// <summary>For a person to read: "Zürich", not "Z\u00fcrich".</summary>
    private static readonly JsonWriterOptions ForReading = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 2000 };

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : inputData;
        return value is string text ? FromText(engineIntrinsics, text) : Serialize(value);
    }

    private static string FromText(EngineIntrinsics engineIntrinsics, string text)
    {
        if (text.AsSpan().TrimStart() is ['{', ..]) return text;
        string path = LocalPath.Of(engineIntrinsics.SessionState, text);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentTransformationMetadataException($"'{text}' is neither JSON nor a file that can be read: {e.Message}", e);
        }
    }

    internal static string Serialize(object value, bool isForReading = false)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, isForReading ? ForReading : default))
        {
            Write(writer, value, isForReading ? ForReading.MaxDepth : MaxDepth);
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, object? item, int levelsLeft)
    {
        if (levelsLeft < 0) throw new ArgumentTransformationMetadataException($"The value nests deeper than {MaxDepth} levels.");
        object? value = item is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : item;
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case SwitchParameter flag:
                writer.WriteBooleanValue(flag);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case float or double:
                writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case IDictionary dictionary:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in dictionary)
                {
                    writer.WritePropertyName(entry.Key.ToString()!);
                    Write(writer, entry.Value, levelsLeft - 1);
                }
                writer.WriteEndObject();
                break;
            case IEnumerable items:
                writer.WriteStartArray();
                foreach (object? child in items) Write(writer, child, levelsLeft - 1);
                writer.WriteEndArray();
                break;
            case PSObject custom:
                writer.WriteStartObject();
                foreach (PSPropertyInfo property in custom.Properties)
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, levelsLeft - 1);
                }
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
