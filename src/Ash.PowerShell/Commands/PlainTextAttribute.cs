using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Takes text, and no session in its place: one that is piped without a message, or stands where the text belongs, would be sent as its id.
/// </summary>
/// <param name="usage">How it is meant, for whoever mixed them up.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PlainTextAttribute(string usage) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        foreach (object? item in LanguagePrimitives.GetEnumerable(inputData) ?? new[] { inputData })
        {
            // Where it came down the pipeline, the engine goes on to look for a property that has the text.
            if (item is not null && IsNoText(PSObject.AsPSObject(item))) throw AgentItemAttribute.NotBound(usage);
        }
        return inputData;
    }

    /// <summary>A session or an agent, also one that came back from a job; or a row of a table.</summary>
    private static bool IsNoText(PSObject item) =>
        item.BaseObject is PSCustomObject
        || item.TypeNames.Any(static name => name.EndsWith("Ash.Session", StringComparison.Ordinal) || name.EndsWith("Ash.Agent", StringComparison.Ordinal));
}
