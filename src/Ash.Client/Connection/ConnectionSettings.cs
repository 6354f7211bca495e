using System.Text.Json;
using Ash.Http;

namespace Ash;

/// <summary>
/// The server and key that are in force, and where each came from. The order is that of the <c>ash</c> tool: what the caller
/// says, then <c>ASH_SERVER_URL</c> and <c>ASH_API_KEY</c>, then <c>~/.ash/config.json</c>, then <c>http://localhost:4100</c>.
/// </summary>
/// <remarks>
/// A key goes only to the server it was set for: the file's key to the file's server, and the environment's key to the
/// environment's server where it names one. Otherwise a mistyped address would be handed a stranger's key.
/// </remarks>
public sealed class ConnectionSettings
{
    private ConnectionSettings(Uri server, string serverSource, string? apiKey, string? apiKeySource)
    {
        Server = server;
        ServerSource = serverSource;
        ApiKey = apiKey;
        ApiKeySource = apiKeySource;
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>Where the address came from: <c>Parameter</c>, <c>ASH_SERVER_URL</c>, the file's path, or <c>Default</c>.</summary>
    public string ServerSource { get; }

    /// <summary>Where the key came from: <c>Parameter</c>, <c>ASH_API_KEY</c> or the file's path; null where there is none.</summary>
    public string? ApiKeySource { get; }

    internal string? ApiKey { get; }

    /// <summary>Finds what is in force.</summary>
    /// <param name="server">What the caller says; null looks further.</param>
    /// <param name="apiKey">What the caller says; null looks further.</param>
    /// <param name="environment">Reads an environment variable; null reads the process's own.</param>
    /// <param name="configPath">The file that <c>ash link</c> writes; null is <c>~/.ash/config.json</c>.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: an address or the file cannot be read.</exception>
    public static ConnectionSettings Resolve(
        Uri? server = null, string? apiKey = null, Func<string, string?>? environment = null, string? configPath = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        configPath ??= Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ash", "config.json");

        // What the caller says stands, even where the variable says nothing that can be read.
        Uri? fromEnvironment = server is null || IsServer(environment("ASH_SERVER_URL"))
            ? ToServer(environment("ASH_SERVER_URL"), "ASH_SERVER_URL")
            : null;
        ConfigFile? file = server is null && fromEnvironment is null || apiKey is null ? ReadFile(configPath) : null;
        Uri? fromFile = ToServer(file?.ServerUrl, configPath);

        (Uri chosen, string source) =
            server is not null ? (server, "Parameter")
            : fromEnvironment is not null ? (fromEnvironment, "ASH_SERVER_URL")
            : fromFile is not null ? (fromFile, configPath)
            : (AshClientOptions.DefaultServer, "Default");

        string? environmentKey = NullIfEmpty(environment("ASH_API_KEY"));
        if (apiKey is not null) return new(chosen, source, apiKey, "Parameter");
        bool environmentNamesNone = NullIfEmpty(environment("ASH_SERVER_URL")) is null;
        if (environmentKey is not null && (environmentNamesNone || (fromEnvironment is not null && SameServer(fromEnvironment, chosen))))
            return new(chosen, source, environmentKey, "ASH_API_KEY");
        if (NullIfEmpty(file?.ApiKey) is { } fileKey && SameServer(fromFile ?? AshClientOptions.DefaultServer, chosen))
            return new(chosen, source, fileKey, configPath);
        // The key of the server on this machine, which "ash link" puts aside while it is linked to another.
        if (NullIfEmpty(file?.LocalApiKey) is { } localKey && SameServer(AshClientOptions.DefaultServer, chosen))
            return new(chosen, source, localKey, configPath);
        return new(chosen, source, null, null);
    }

    /// <summary>These settings as the options of a client.</summary>
    /// <returns>Options with this server and key, and defaults for the rest.</returns>
    public AshClientOptions ToOptions() => new() { Server = Server, ApiKey = ApiKey };

    /// <summary>Whether these settings lead to the same server with the same key, wherever each came from.</summary>
    /// <param name="other">The settings to compare with.</param>
    /// <returns>True where they do.</returns>
    public bool IsSameAs(ConnectionSettings? other) => other is not null && Server == other.Server && ApiKey == other.ApiKey;

    private static bool SameServer(Uri a, Uri b) =>
        Uri.Compare(a, b, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsServer(string? text) =>
        Uri.TryCreate(NullIfEmpty(text), UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";

    private static Uri? ToServer(string? text, string source)
    {
        if (NullIfEmpty(text) is not { } address) return null;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw Require.ServerAddress(address, source);
    }

    private static ConfigFile? ReadFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), AshJsonContext.Default.ConfigFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // The parser's own message quotes nothing of the file, but its key must not be risked: only the place is told.
            throw new AshException(AshErrorCause.InvalidRequest, $"The configuration file {path} cannot be read as JSON.");
        }
    }

    /// <summary>What <c>ash link</c> writes.</summary>
    internal sealed class ConfigFile
    {
        [System.Text.Json.Serialization.JsonPropertyName("server_url")]
        public string? ServerUrl { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("api_key")]
        public string? ApiKey { get; set; }

        [System.Text.Json.Serialization.JsonPropertyName("local_api_key")]
        public string? LocalApiKey { get; set; }
    }
}
