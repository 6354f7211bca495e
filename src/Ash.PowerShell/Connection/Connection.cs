namespace Ash;

/// <summary>A connection to a server. The key is in the client that it holds, and shows nowhere.</summary>
public sealed class Connection
{
    internal Connection(AshClient client, string serverSource, string? apiKeySource, string? serverVersion = null)
    {
        Client = client;
        ServerSource = serverSource;
        ApiKeySource = apiKeySource;
        ServerVersion = serverVersion;
    }

    /// <summary>The server's address.</summary>
    public Uri Server => Client.Server;

    /// <summary>Where the address came from: a parameter, an environment variable, a file or the default.</summary>
    public string ServerSource { get; }

    /// <summary>Where the key came from; null where there is none.</summary>
    public string? ApiKeySource { get; }

    /// <summary>The server's version; null where it was not asked yet.</summary>
    public string? ServerVersion { get; }

    internal AshClient Client { get; }

    /// <summary>The server's address.</summary>
    /// <returns>The server's address.</returns>
    public override string ToString() => Server.ToString();
}
