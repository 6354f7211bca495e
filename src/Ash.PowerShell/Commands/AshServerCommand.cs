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
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public Connection? Connection { get; set; }

    /// <summary>
    /// <para type="description">The longest wait before a retry, in seconds. A server that asks for more fails the call at once; 0 never retries. Without it, the connection's own limit, 30 s unless set.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 86_400)]
    public int? MaxRetryWaitSec { get; set; }

    /// <summary>The server's client. Its requests show under -Debug and its waits under -Verbose.</summary>
    protected AshClient Client => _client ??= CurrentConnection.Client.Observe(
        OnNotice, MaxRetryWaitSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    /// <summary>The connection in force.</summary>
    protected Connection CurrentConnection => Connection ??= DefaultConnection.Get();

    /// <inheritdoc/>
    private protected override object? DefaultTarget => Connection?.Server;

    /// <summary>Does something for an agent. A name that can be none's is an error at once, under -WhatIf too.</summary>
    /// <param name="name">The agent's name, which an error is about.</param>
    /// <param name="action">What to do.</param>
    protected void ForAgent(string name, Action action) => ForTarget(name, () =>
    {
        AgentRoutes.CheckName(name);
        action();
    });

    /// <summary>Does something for a session. An id that can be none's is an error at once, under -WhatIf too.</summary>
    /// <param name="id">The session's id, which an error is about.</param>
    /// <param name="action">What to do.</param>
    protected void ForSession(string id, Action action) => ForTarget(id, () =>
    {
        SessionRoutes.CheckId(id);
        action();
    });

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (CurrentConnection.TakeKeyWarning() is { } warning) WriteWarning(warning);
    }
}
