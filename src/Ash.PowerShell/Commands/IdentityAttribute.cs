using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Takes a string, or anything that has one of the named properties: a live object, one that came back from a job, a row of a CSV
/// file. So <c>-Session</c> takes a session, an id, or anything with an <c>Id</c>.
/// </summary>
/// <param name="properties">The properties to look for, the most telling first.</param>
[AttributeUsage(AttributeTargets.Property)]
internal class IdentityAttribute(params string[] properties) : ArgumentTransformationAttribute
{
    /// <summary>Null is taken for what it is: there is none.</summary>
    public bool IsOptional { get; init; }

    /// <inheritdoc/>
    public override bool TransformNullOptionalParameters => !IsOptional;

    /// <summary>An object with a value in this property is something else, which another parameter takes.</summary>
    public string? Unless { get; init; }

    /// <summary>A text that no agent can be called by is something else, which another parameter takes.</summary>
    public bool IsName { get; init; }

    /// <summary>An object without any of the properties is left to the parameters that have theirs among its own.</summary>
    public bool LeavesOthers { get; init; }

    /// <summary>What to do instead, for whoever gave something else.</summary>
    public string? Advice { get; init; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is IList list)
        {
            string[] ids = new string[list.Count];
            for (int i = 0; i < ids.Length; i++) ids[i] = IdOf(list[i]);
            return ids;
        }
        return IdOf(inputData);
    }

    /// <summary>What an object is called by.</summary>
    public string IdOf(object? item)
    {
        object? value = item is PSObject wrapped ? wrapped.BaseObject : item;
        switch (value)
        {
            case string text:
                return !IsName || AgentRoutes.IsName(text) ? text : throw AgentItemAttribute.NotBound($"'{text}' is no agent name.");
            case Uri address:
                return address.OriginalString;
            // A Guid, or a number where something is called by one.
            case IFormattable plain and not Enum:
                return plain.ToString(null, CultureInfo.InvariantCulture);
            case IDictionary dictionary:
                if (Unless is not null && dictionary[Unless] is not null) throw NotTaken(Unless);
                foreach (string name in properties)
                    if (dictionary.Contains(name) && dictionary[name] is { } entry) return entry.ToString()!;
                break;
            case not null:
                PSObject subject = PSObject.AsPSObject(item!);
                if (Unless is not null && subject.Properties[Unless]?.Value is not null) throw NotTaken(Unless);
                Check(subject);
                // An agent has an Id too, which is nothing that it is called by; one that came back from a job is "Deserialized".
                bool isAgent = subject.TypeNames.Any(static name => name.EndsWith("Ash.Agent", StringComparison.Ordinal));
                if (isAgent && !properties.Contains("AgentName"))
                {
                    throw new ArgumentTransformationMetadataException(WithAdvice(properties.Contains("SessionId")
                        ? $"'{value}' is an agent and no session. For its sessions: Get-AshSession -Agent {value}."
                        : $"'{value}' is an agent, whose Id is of no use here."));
                }
                // The first that it has decides, even where it is empty: a queue item without a session has an Id too, which is no session's.
                if (properties.Where(name => !isAgent || name != "Id").Select(name => subject.Properties[name]).FirstOrDefault(static member => member is not null)
                    ?.Value?.ToString() is { Length: > 0 } id)
                {
                    return id;
                }
                break;
        }
        string message = WithAdvice(value is null
            ? $"The value is null where a string was due, or an object with one of these: {string.Join(", ", properties)}."
            : $"An object of type {value.GetType().Name} has none of these: {string.Join(", ", properties)}.");
        throw LeavesOthers ? AgentItemAttribute.NotBound(message) : new ArgumentTransformationMetadataException(message);
    }

    /// <summary>Throws where an object is not to be taken, whatever properties it has.</summary>
    private protected virtual void Check(PSObject item)
    {
    }

    private string WithAdvice(string message) => Advice is null ? message : $"{message} {Advice}";

    private static ArgumentTransformationMetadataException NotTaken(string property) =>
        AgentItemAttribute.NotBound($"An object with a {property} is not taken here.");
}
