using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Closes the default connection of this runspace, or the one that is given.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Disconnect, "AshServer")]
public sealed class DisconnectAshServerCommand : AshCommand
{
    /// <summary><para type="description">The connection to close. Without it: the one that Connect-AshServer made.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public Connection? Connection { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        Connection? connection = Connection ?? DefaultConnection.Explicit;
        if (ReferenceEquals(connection, DefaultConnection.Explicit)) DefaultConnection.Explicit = null;
        if (connection is null) WriteVerbose("There is no connection to close.");
        else connection.Client.Dispose();
    }
}
