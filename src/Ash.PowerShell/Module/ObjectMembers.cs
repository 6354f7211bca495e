using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Ash.Commands;

/// <summary>
/// What PowerShell sees of the client's objects besides their own properties: their JSON as objects. Ash.Types.ps1xml names these
/// methods.
/// </summary>
public static class ObjectMembers
{
    private const string AdditionalName = "AdditionalProperties";

    /// <summary>JSON is often read several times in a row (<c>$_.Data.type; $_.Data.message…</c>) and must be the same object each time.</summary>
    private static readonly ConditionalWeakTable<object, Read> Known = [];

    /// <summary>An event's data.</summary>
    /// <param name="instance">The event.</param>
    /// <returns>The data as objects; null where there is none.</returns>
    public static object? Data(PSObject instance) => ReadOnce(instance, static value => value switch
    {
        AshEvent e => e.GetData(),
        SessionEvent e => e.GetData(),
        _ => default,
    });

    /// <summary>The content of a message or a tool's result: a string, or an array of blocks.</summary>
    /// <param name="instance">The event.</param>
    /// <returns>The content as objects; null where there is none.</returns>
    public static object? Content(PSObject instance) => Objects(instance, static value => value switch
    {
        MessageEvent message => message.GetContent(),
        ToolResultEvent result => result.GetContent(),
        _ => default,
    });

    /// <summary>The whole of a message that the server keeps.</summary>
    /// <param name="instance">The message.</param>
    /// <returns>The message of the Agent SDK as objects.</returns>
    public static object? StoredContent(PSObject instance) =>
        ReadOnce(instance, static value => value is StoredMessage message ? message.GetContent() : default);

    /// <summary>The events of a turn.</summary>
    /// <param name="instance">The turn.</param>
    /// <returns>The events, in order.</returns>
    public static object? Events(PSObject instance) => (instance?.BaseObject as Turn)?.GetEvents();

    /// <summary>The answer of a turn that follows a schema.</summary>
    /// <param name="instance">The turn.</param>
    /// <returns>The answer as objects; null where there is none.</returns>
    public static object? Result(PSObject instance) => ReadOnce(instance, static value => value is Turn turn ? turn.GetResult() : default);

    /// <summary>What a tool is given.</summary>
    /// <param name="instance">The use or the call of the tool.</param>
    /// <returns>The input as objects; null where there is none.</returns>
    public static object? Input(PSObject instance) => Objects(instance, static value => value switch
    {
        ToolUseEvent use => use.GetInput(),
        ToolCall call => call.GetInput(),
        _ => default,
    });

    /// <summary>What a newer server says of an object, and this version does not know.</summary>
    /// <param name="instance">The object.</param>
    /// <returns>An object with those fields; null where there is none.</returns>
    public static object? AdditionalProperties(PSObject instance)
    {
        if (instance?.BaseObject is not AshModel { } model || model.GetAdditionalProperties() is not { Count: > 0 } fields) return null;
        PSObject more = JsonObjects.Create();
        foreach ((string name, JsonElement value) in fields) more.Properties.Add(new PSNoteProperty(name, JsonObjects.From(value)));
        return more;
    }

    /// <summary>Has an object show what a newer server says of it, where that is anything.</summary>
    /// <param name="value">What is emitted.</param>
    internal static void ShowAdditionalProperties(object? value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is not AshModel model) return;
        PSObject shown = PSObject.AsPSObject(model);
        if (shown.Properties[AdditionalName] is PSNoteProperty || AdditionalProperties(shown) is not { } more) return;
        // Of itself the engine adds nothing by a name that the types file has.
        shown.Properties.Add(new PSNoteProperty(AdditionalName, more), preValidated: true);
    }

    /// <summary>What happened, in one line.</summary>
    /// <param name="instance">An event or a message.</param>
    /// <returns>The line.</returns>
    public static string Summary(PSObject instance) => Printable.Line(instance?.BaseObject.ToString());

    /// <summary>What an object that JSON became is as text: JSON.</summary>
    /// <param name="instance">The object.</param>
    /// <returns>JSON on one line.</returns>
    public static string JsonText(PSObject instance) => JsonArgumentAttribute.Serialize(instance, isForReading: true);

    private static object? ReadOnce(PSObject? instance, Func<object, JsonElement> json) =>
        instance is null ? null : Known.GetValue(instance.BaseObject, value => new(JsonObjects.Read(json(value)))).Value;

    private static object? Objects(PSObject? instance, Func<object, JsonElement> json) =>
        instance is null ? null : JsonObjects.Read(json(instance.BaseObject));

    private sealed record Read(object? Value);
}
