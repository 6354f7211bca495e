using System.Collections;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Takes a word whatever its case, as PowerShell does, and hands it on the way the server spells it, which knows no other. A word that is
/// not among those is handed on as it is.
/// </summary>
/// <param name="words">The words, as the server spells them.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownWordAttribute(params string[] words) : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string typed => Spelled(typed),
            IList list => list.Cast<object?>().Select(item => item?.ToString() is { } typed ? Spelled(typed) : item).ToArray(),
            _ => inputData,
        };
    }

    private string Spelled(string typed) => words.FirstOrDefault(word => word.Equals(typed, StringComparison.OrdinalIgnoreCase)) ?? typed;
}
