using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets the server's health, version, sessions and pool of sandboxes.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshServer")]
[OutputType(typeof(ServerHealth))]
public sealed class GetAshServerCommand : AshServerCommand
{
    /// <inheritdoc/>
    protected override void Finish() =>
        ForTarget(CurrentConnection.Server, () => WriteObject(Await(Client.GetHealthAsync(StopToken))));
}
