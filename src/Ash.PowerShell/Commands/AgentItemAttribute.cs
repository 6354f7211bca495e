using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Takes an id, or anything that has it under the named property: a live object, one that came back from a job, a row of a CSV file. The
/// object's AgentName comes along, so that it says by itself which agent it belongs to.
/// </summary>
/// <remarks>
/// Only the one property is looked at, and not an Id: agents have one too, and are piped to the same commands.
/// </remarks>
/// <param name="what">What it is, for messages: <c>an eval run</c>.</param>
/// <param name="property">The property that has the id.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AgentItemAttribute(string what, string property) : ArgumentTransformationAttribute
{
    /// <summary>It goes by a number: 1 and up. Otherwise by a UUID.</summary>
    public bool HasNumber { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Unwrap(inputData) is IList list ? list.Cast<object?>().Select(ItemOf).ToArray() : ItemOf(inputData);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private AgentItem ItemOf(object? item)
    {
        switch (Unwrap(item))
        {
            case AgentItem known:
                return known;
            case string text:
                return new(Check(text), agentName: null);
            case IFormattable plain and not Enum:
                return new(Check(plain.ToString(null, CultureInfo.InvariantCulture)), agentName: null);
            case IDictionary dictionary when dictionary[property] is { } key:
                return new(Check(Text(key)), dictionary["AgentName"]?.ToString());
            case not null when PSObject.AsPSObject(item!).Properties[property]?.Value is { } key:
                return new(Check(Text(key)), PSObject.AsPSObject(item!).Properties["AgentName"]?.Value?.ToString());
            default:
                throw NotBound($"{(item is null ? "Nothing" : $"'{item}'")} is not {what}: it has no {property}.");
        }
    }

    private static string Text(object key) => Convert.ToString(key, CultureInfo.InvariantCulture) ?? string.Empty;

    private string Check(string key)
    {
        bool isOne = HasNumber
            ? int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            : Guid.TryParseExact(key, "D", out _);
        return isOne ? key : throw NotBound($"'{key}' is not {what}: that goes by {(HasNumber ? "a number, 1 and up" : "its id, a UUID")}.");
    }

    /// <summary>With this inner exception the engine goes on to the next parameter that may take the value, and shows the message if none does.</summary>
    internal static ArgumentTransformationMetadataException NotBound(string message) => new(message, new PSInvalidCastException(message));
}
