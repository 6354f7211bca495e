using System.Security.Cryptography.X509Certificates;

namespace Ash.Emulation;

/// <summary>How an emulator behaves.</summary>
public sealed record AshEmulatorOptions
{
    /// <summary>The key clients have to bring; none when it is null.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether the server has a key to keep credentials with. Without one it refuses them with 500.</summary>
    public bool HasCredentialKey { get; init; } = true;

    /// <summary>The port to listen on; a free one when it is null.</summary>
    public int? Port { get; init; }

    /// <summary>Whether to refuse what is more than 20 deploys, 20 new sessions or 1500 other requests in 15 minutes.</summary>
    public bool EnforceRateLimits { get; init; }

    /// <summary>How many sandboxes there may be at once.</summary>
    public int? SandboxCapacity { get; init; }

    /// <summary>A certificate with its private key, for https.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The version the server says it has.</summary>
    public string Version { get; init; } = "0.2.0";

    /// <summary>The clock; the system's when it is null.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>How long the server waits for a client that does not read its event stream.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first rules for replies.</summary>
    public IEnumerable<EmulatorReplyRule> Replies { get; init; } = [];

    /// <summary>Tells nothing: the key is among the options.</summary>
    public override string ToString() => nameof(AshEmulatorOptions);
}
