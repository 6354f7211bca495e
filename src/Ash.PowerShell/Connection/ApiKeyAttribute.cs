using System.Management.Automation;
using System.Net;
using System.Security;

namespace Ash.Commands;

/// <summary>Takes a key as a SecureString, as the plain string that a vault or a pipeline variable holds, or as what New-AshApiKey made.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ApiKeyAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text => new NetworkCredential(string.Empty, text).SecurePassword,
            PSCredential credential => credential.Password,
            NewApiKey made => made.Key,
            // One that was made in a job.
            PSCustomObject when PSObject.AsPSObject(inputData).Properties[nameof(NewApiKey.Key)]?.Value is SecureString key => key,
            _ => value,
        };
    }

    /// <summary>The key as it is sent.</summary>
    public static string? Reveal(SecureString? key) => key is null ? null : new NetworkCredential(string.Empty, key).Password;
}
