namespace Ash.Tests;

/// <summary>Which server and which key are in force, and that a key goes only to the server that it was set for.</summary>
public sealed class ConnectionSettingsTests : IDisposable
{
    private const string A = "http://a.example:4100";
    private const string B = "http://b.example:4100";
    private const string Default = "http://localhost:4100";
    private const string FromFile = "the file";

    private readonly TemporaryFolder _folder = new();

    private string ConfigPath => Path.Combine(_folder.Path, "config.json");

    public void Dispose() => _folder.Dispose();

    /// <summary>What the caller, the environment and the file say: server and key each; then the server and key in force, and from where.</summary>
    [Theory]
    [InlineData(null, null, null, null, null, null, Default, "Default", null, null)]
    [InlineData(null, null, null, null, A, "f", A, FromFile, "f", FromFile)]
    [InlineData(null, null, null, null, null, "f", Default, "Default", "f", FromFile)]
    [InlineData(null, null, null, null, A, null, A, FromFile, null, null)]
    [InlineData(null, null, null, "e", null, null, Default, "Default", "e", "ASH_API_KEY")]
    [InlineData(null, null, null, "e", A, "f", A, FromFile, "e", "ASH_API_KEY")]
    [InlineData(null, null, A, null, null, null, A, "ASH_SERVER_URL", null, null)]
    [InlineData(null, null, A, null, B, "f", A, "ASH_SERVER_URL", null, null)]
    [InlineData(null, null, A, null, A, "f", A, "ASH_SERVER_URL", "f", FromFile)]
    [InlineData(null, null, A, null, null, "f", A, "ASH_SERVER_URL", null, null)]
    [InlineData(null, null, A, "e", A, "f", A, "ASH_SERVER_URL", "e", "ASH_API_KEY")]
    [InlineData(A, null, null, null, null, null, A, "Parameter", null, null)]
    [InlineData(A, null, null, null, A, "f", A, "Parameter", "f", FromFile)]
    [InlineData(A, null, null, null, B, "f", A, "Parameter", null, null)]
    [InlineData(A, null, null, null, null, "f", A, "Parameter", null, null)]
    [InlineData(Default, null, null, null, null, "f", Default, "Parameter", "f", FromFile)]
    [InlineData(A, null, null, "e", B, "f", A, "Parameter", "e", "ASH_API_KEY")]
    [InlineData(A, null, A, "e", null, null, A, "Parameter", "e", "ASH_API_KEY")]
    [InlineData(A, null, B, "e", null, null, A, "Parameter", null, null)]
    [InlineData(A, null, B, "e", A, "f", A, "Parameter", "f", FromFile)]
    [InlineData(null, "p", null, null, null, null, Default, "Default", "p", "Parameter")]
    [InlineData(null, "p", null, "e", A, "f", A, FromFile, "p", "Parameter")]
    [InlineData(null, "p", A, "e", B, "f", A, "ASH_SERVER_URL", "p", "Parameter")]
    [InlineData(A, "p", B, "e", B, "f", A, "Parameter", "p", "Parameter")]
    [InlineData(null, null, " ", "", A, "f", A, FromFile, "f", FromFile)]
    [InlineData(null, null, A + "  ", " e ", null, null, A, "ASH_SERVER_URL", "e", "ASH_API_KEY")]
    [InlineData(null, null, null, null, "", " ", Default, "Default", null, null)]
    public void What_is_nearer_to_the_caller_wins(
        string? server, string? key, string? environmentServer, string? environmentKey, string? fileServer, string? fileKey,
        string expectedServer, string serverSource, string? expectedKey, string? keySource)
    {
        if ((fileServer ?? fileKey) is not null)
            _folder.With("config.json", $$"""{"server_url":{{Quote(fileServer)}},"api_key":{{Quote(fileKey)}}}""");

        ConnectionSettings settings = Resolve(server, key, environmentServer, environmentKey);

        Assert.Equal(new(expectedServer), settings.Server);
        Assert.Equal(serverSource == FromFile ? ConfigPath : serverSource, settings.ServerSource);
        Assert.Equal(expectedKey, settings.ApiKey);
        Assert.Equal(keySource == FromFile ? ConfigPath : keySource, settings.ApiKeySource);
        Assert.Equal((settings.Server, settings.ApiKey), (settings.ToOptions().Server, settings.ToOptions().ApiKey));
    }

    /// <summary>While it is linked to a server, the tool keeps the key of the one on this machine in the same file.</summary>
    [Theory]
    [InlineData(null, A, "f")]
    [InlineData(Default, Default, "local")]
    [InlineData("http://localhost:4101", "http://localhost:4101", null)]
    [InlineData(B, B, null)]
    public void A_key_that_was_put_aside_goes_to_the_server_on_this_machine(string? server, string expectedServer, string? expectedKey)
    {
        _folder.With("config.json", $$"""{"server_url":"{{A}}","api_key":"f","local_api_key":"local"}""");

        ConnectionSettings settings = Resolve(server, null, null, null);

        Assert.Equal((new(expectedServer), expectedKey), (settings.Server, settings.ApiKey));
    }

    [Theory]
    [InlineData("http://a.example:4100/", true)]
    [InlineData("http://a.example:4100/prefix", true)]
    [InlineData("HTTP://A.EXAMPLE:4100", true)]
    [InlineData("https://a.example:4100", false)]
    [InlineData("http://a.example", false)]
    [InlineData("http://a.example.evil:4100", false)]
    [InlineData("http://a.example@evil:4100", false)]
    public void A_server_is_the_same_by_scheme_host_and_port(string server, bool same)
    {
        _folder.With("config.json", $$"""{"server_url":"{{A}}","api_key":"f"}""");

        Assert.Equal(same ? "f" : null, Resolve(server, null, null, null).ApiKey);
        Assert.Equal(same ? "e" : null, Resolve(server, null, A, "e").ApiKey);
    }

    [Fact]
    public void The_tools_own_default_file_is_looked_for_in_the_home_folder()
    {
        // Whatever lies there on this machine, a caller who says both is not disturbed by it.
        ConnectionSettings settings = ConnectionSettings.Resolve(new(A), "p");

        Assert.Equal((new(A), "p"), (settings.Server, settings.ApiKey));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"server_url":5,"api_key":"secret"}""")]
    [InlineData("""{"api_key":"secret" "x"}""")]
    [InlineData("""{"api_key":["secret"]}""")]
    public void A_file_that_cannot_be_read_is_told_without_what_it_holds(string content)
    {
        _folder.With("config.json", content);

        AshException e = Assert.Throws<AshException>(() => Resolve(null, null, null, null));

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Contains(ConfigPath, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_needed_is_not_read()
    {
        _folder.With("config.json", "{");

        Assert.Equal("p", Resolve(A, "p", null, null).ApiKey);
        Assert.Equal("p", Resolve(null, "p", A, null).ApiKey);
    }

    [Fact]
    public void A_folder_in_its_place_is_told()
    {
        Directory.CreateDirectory(ConfigPath);

        Assert.Equal(AshErrorCause.InvalidRequest, Assert.Throws<AshException>(() => Resolve(null, null, null, null)).Cause);
    }

    [Theory]
    [InlineData("localhost:4100")]
    [InlineData("nonsense")]
    [InlineData("ftp://a.example")]
    public void An_address_that_is_none_is_told_with_its_place(string address)
    {
        AshException fromEnvironment = Assert.Throws<AshException>(() => Resolve(null, null, address, null));
        Assert.Contains("ASH_SERVER_URL", fromEnvironment.Message, StringComparison.Ordinal);

        _folder.With("config.json", $$"""{"server_url":"{{address}}"}""");
        AshException fromFile = Assert.Throws<AshException>(() => Resolve(null, null, null, null));
        Assert.Contains(ConfigPath, fromFile.Message, StringComparison.Ordinal);

        Assert.All([fromEnvironment, fromFile], static e => Assert.Equal(AshErrorCause.InvalidRequest, e.Cause));
    }

    private static string Quote(string? text) => text is null ? "null" : $"\"{text}\"";

    private ConnectionSettings Resolve(string? server, string? key, string? environmentServer, string? environmentKey) =>
        ConnectionSettings.Resolve(
            server is null ? null : new(server), key,
            name => name switch
            {
                "ASH_SERVER_URL" => environmentServer,
                "ASH_API_KEY" => environmentKey,
                _ => throw new InvalidOperationException($"{name} was asked for."),
            },
            ConfigPath);
}
