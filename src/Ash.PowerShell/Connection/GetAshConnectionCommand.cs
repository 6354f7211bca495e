using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Shows the connection that commands use, and where its address and key came from.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshConnection")]
[OutputType(typeof(Connection))]
public sealed class GetAshConnectionCommand : AshCommand
{
    /// <inheritdoc/>
    protected override void Finish() => WriteObject(DefaultConnection.Get());
}
