using System.Management.Automation;

namespace Ash.Commands;

/// <summary>A command that talks to a server.</summary>
public abstract class AshServerCommand : AshCommand
{
    private AshClient? _client;

    /// <summary>
    /// <para type="description">The connection to use, from Connect-AshServer -PassThru or Get-AshConnection. Without it, the default connection of the runspace is used.</para>
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Connection? Connection { get; set; }

    /// <summary>The server's client. Its requests show under -Debug and its waits under -Verbose.</summary>
    protected AshClient Client => _client ??= CurrentConnection.Client.Observe(OnNotice, MaxRetryWait);

    /// <summary>The connection in force.</summary>
    protected Connection CurrentConnection => Connection ??= DefaultConnection.Get();

    /// <summary>The longest wait before a retry; null takes the connection's own.</summary>
    protected virtual TimeSpan? MaxRetryWait => null;

    private void OnNotice(AshNotice notice) => Post(() =>
    {
        if (notice.Kind == AshNoticeKind.Retry) WriteVerbose(notice.Message);
        else WriteDebug(notice.Message);
    });
}
