using System.Net;

namespace Ash;

/// <summary>Which server an <see cref="AshClient"/> talks to, and how.</summary>
public sealed class AshClientOptions
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public static readonly Uri DefaultServer = new("http://localhost:4100");

    private readonly Uri _server = DefaultServer;

    /// <summary>Makes options with the defaults.</summary>
    public AshClientOptions()
    {
    }

    /// <summary>Makes options like others, to change some of them.</summary>
    /// <param name="other">The others.</param>
    public AshClientOptions(AshClientOptions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Server = other.Server;
        ApiKey = other.ApiKey;
        SkipCertificateCheck = other.SkipCertificateCheck;
        Proxy = other.Proxy;
        Timeout = other.Timeout;
        MaxRetryWait = other.MaxRetryWait;
        AskAfterSilence = other.AskAfterSilence;
        Clock = other.Clock;
    }

    /// <summary>
    /// The server's address; a path in it is kept, so a server behind a reverse proxy's folder works. A user and a password in it are
    /// not: a server knows keys only, and an address is shown.
    /// </summary>
    public Uri Server
    {
        get => _server;
        init => _server = value is { IsAbsoluteUri: true, UserInfo.Length: > 0 }
            ? new UriBuilder(value) { UserName = string.Empty, Password = string.Empty }.Uri
            : value;
    }

    /// <summary>The API key, sent as <c>Authorization: Bearer</c>; null for a server without one.</summary>
    public string? ApiKey { internal get; init; }

    /// <summary>Trust any certificate. For a test server only.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>The proxy; null takes the system's, for a server on another machine.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>How long the server may take to answer a call, not counting what it streams afterwards.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The longest single wait before a retry. A server that asks for a longer one fails the call at once.</summary>
    public TimeSpan MaxRetryWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a turn may be silent before the server is asked what became of its session. Silence itself ends nothing: a model may
    /// think for minutes. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> never asks.
    /// </summary>
    public TimeSpan AskAfterSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock that waits and time stamps go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
