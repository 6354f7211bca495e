namespace Ash;

/// <summary>A connection to a server. The key is in the client that it holds, and shows nowhere.</summary>
public sealed class Connection
{
    private readonly AshClientOptions _options;
    private int _warned;

    internal Connection(AshClientOptions options, string serverSource, string? apiKeySource)
    {
        _options = options;
        Client = new(options);
        ServerSource = serverSource;
        ApiKeySource = apiKeySource;
    }

    /// <summary>The server's address.</summary>
    public Uri Server => Client.Server;

    /// <summary>Where the address came from: a parameter, an environment variable, a file or the default.</summary>
    public string ServerSource { get; }

    /// <summary>Where the key came from; null where there is none.</summary>
    public string? ApiKeySource { get; }

    /// <summary>The proxy between here and the server; null where there is none.</summary>
    public Uri? Proxy => Client.Proxy;

    /// <summary>Where the proxy came from: a parameter or the system; null where there is none.</summary>
    public string? ProxySource => Proxy is null ? null : _options.Proxy is null ? "System" : "Parameter";

    /// <summary>Any certificate is trusted.</summary>
    public bool SkipCertificateCheck => _options.SkipCertificateCheck;

    /// <summary>How many seconds the server may take to answer a call.</summary>
    public int TimeoutSec => (int)_options.Timeout.TotalSeconds;

    /// <summary>The longest wait before a retry, in seconds.</summary>
    public int MaxRetryWaitSec => (int)_options.MaxRetryWait.TotalSeconds;

    /// <summary>The server's version; null where it was not asked yet.</summary>
    public string? ServerVersion { get; internal set; }

    internal AshClient Client { get; }

    /// <summary>A warning that the key can be read on the way, the first time it is asked for; null after that, and where it cannot.</summary>
    internal string? TakeKeyWarning() => Client.ExposesKey && Interlocked.Exchange(ref _warned, 1) == 0
        ? $"The API key goes to {Server.Host} over plain http, where anyone on the way can read it. Use https."
        : null;

    /// <summary>The server's address.</summary>
    /// <returns>The server's address.</returns>
    public override string ToString() => Server.ToString();
}
