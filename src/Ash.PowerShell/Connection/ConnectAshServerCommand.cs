using System.Management.Automation;
using System.Net;
using System.Security;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Connects to an Ash server and makes it the default of this runspace.</para>
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "AshServer")]
[OutputType(typeof(Connection))]
public sealed class ConnectAshServerCommand : AshCommand
{
    private Uri? _server;

    /// <summary><para type="description">The server's address, or what has one: an emulator, a connection. Without it: ASH_SERVER_URL, ~/.ash/config.json, http://localhost:4100.</para></summary>
    [Parameter(Position = 0)]
    [Alias("Url", "Server")]
    [ArgumentCompleter(typeof(ServerAddressCompleter))]
    [Identity("Uri", "Server")]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary><para type="description">The API key: a SecureString, a string, or what New-AshApiKey gave out. Without it: ASH_API_KEY, then ~/.ash/config.json, each only for its own server.</para></summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ApiKey]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary><para type="description">Trust any certificate. For a test server only.</para></summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary><para type="description">The proxy's address. Without it: the system's proxy, for a server on another machine.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary><para type="description">User name and password for the proxy of -Proxy.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary><para type="description">How many seconds the server may take to answer a call. It does not bound a turn.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(1, 86_400)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary><para type="description">The longest wait before a retry, in seconds. A server that asks for more fails the call at once. 0 never retries.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateRange(0, 86_400)]
    public int MaxRetryWaitSec { get; set; } = 30;

    /// <summary><para type="description">Emit the connection.</para></summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override object? DefaultTarget => _server ?? Uri;

    /// <inheritdoc/>
    protected override void Begin()
    {
        DefaultConnection.Fail();
        CheckProxy();
        ConnectionSettings settings = ConnectionSettings.Resolve(Uri, ApiKeyAttribute.Reveal(ApiKey));
        Connection connection = new(CreateOptions(settings), settings.ServerSource, settings.ApiKeySource);
        _server = connection.Server;
        try
        {
            if (connection.TakeKeyWarning() is { } warning) WriteWarning(warning);
            AshClient observed = connection.Client.Observe(OnNotice);
            ServerHealth health = Await(observed.GetHealthAsync(StopToken));
            // Health needs no key, so a key that is wrong is found out by a call that does.
            Await(observed.Agents.ListAsync(StopToken));
            connection.ServerVersion = health.Version;
            DefaultConnection.Explicit = connection;
            FallbackCompleter.Register();
            WriteVerbose($"Connected to Ash {health.Version} at {connection.Server}.");
            if (PassThru) WriteObject(connection);
        }
        catch
        {
            connection.Client.Dispose();
            throw;
        }
    }

    private void CheckProxy()
    {
        if (Proxy is null && ProxyCredential is not null)
            throw new AshException(AshErrorCause.InvalidRequest, "-ProxyCredential goes with -Proxy, which names the proxy.");
        if (Proxy is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" or "socks4" or "socks4a" or "socks5" }))
        {
            // There may be a password in it.
            string shown = Proxy.IsAbsoluteUri && Proxy.UserInfo.Length > 0 ? Proxy.Scheme + "://…" : Proxy.OriginalString;
            throw new AshException(AshErrorCause.InvalidRequest, $"The proxy address '{shown}' is not an http or SOCKS URL: write http://host:port.");
        }
    }

    /// <summary>A name and a password that stand in the address; null where there are none.</summary>
    private static NetworkCredential? LoginIn(Uri proxy) =>
        proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } name, var password]
            ? new(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password))
            : null;

    private AshClientOptions CreateOptions(ConnectionSettings settings)
    {
        AshClientOptions found = settings.ToOptions();
        return new(found)
        {
            SkipCertificateCheck = SkipCertificateCheck,
            Proxy = Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential?.GetNetworkCredential() ?? LoginIn(Proxy) },
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaxRetryWait = TimeSpan.FromSeconds(MaxRetryWaitSec),
        };
    }
}
