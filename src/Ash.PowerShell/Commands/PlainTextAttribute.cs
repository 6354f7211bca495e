using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Takes text, and no object in its place: a session, a file or a process that is piped without a message, or stands where the text
/// belongs, would be sent as its id, its path or the name of its type.
/// </summary>
/// <param name="usage">How it is meant, for whoever mixed them up.</param>
/// <param name="properties">The properties of an object that have the text, by the parameter's name or an alias, where it takes them.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextAttribute(string usage, params string[] properties) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        foreach (object? item in LanguagePrimitives.GetEnumerable(inputData) ?? new[] { inputData })
        {
            if (item is null || IsText(item)) continue;
            PSObject given = PSObject.AsPSObject(item);
            string message = $"An object of type {given.BaseObject.GetType().Name} is no text, which Out-String makes of it. {usage}";
            // Where it came down the pipeline, the engine goes on to the property.
            throw properties.Any(name => given.Properties[name] is not null)
                ? AgentItemAttribute.NotBound(message)
                : new ArgumentTransformationMetadataException(message);
        }
        return inputData;
    }

    /// <summary>A string, also one with note properties, or a value that reads as what it is: a number, a date, an address, code.</summary>
    private static bool IsText(object item) =>
        (item is PSObject wrapped ? wrapped.BaseObject : item) is IConvertible or IFormattable or Uri or Version or ScriptBlock;
}
