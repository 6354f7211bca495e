using System.Net;
using System.Security.Cryptography.X509Certificates;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Proxies that want to know who is there.</summary>
public sealed class ProxyTests : IDisposable
{
    private readonly X509Certificate2 _certificate = ReachingTests.SelfSigned();

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_and_a_turn_go_through_it(bool secure)
    {
        await using ProxyServer proxy = new();
        await using ScriptedServer server = Server(secure);
        using AshClient client = Client(server, proxy, ProxyServer.Credential);

        Assert.Equal("ok", (await client.GetHealthAsync().Soon()).Status);
        Assert.Equal(TurnOutcome.Completed, (await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon()).Outcome);

        Assert.Equal(["GET /health", $"POST /api/sessions/{Clients.SessionId}/messages"], server.Requests.Select(static r => r.ToString()));
        // The name and the password are the proxy's alone, and the key is the server's where there is a tunnel to it.
        Assert.All(server.Requests, static r => Assert.DoesNotContain("Proxy-Authorization", r.Head, StringComparison.OrdinalIgnoreCase));
        Assert.All(proxy.Requests, r => Assert.Equal(!secure, r.Head.Contains(Clients.Key, StringComparison.Ordinal)));
        Assert.Equal(proxy.Address, client.Proxy);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "wrong")]
    [InlineData(true, "wrong")]
    public async Task Without_the_right_name_and_password_it_says_so(bool secure, string? password)
    {
        await using ProxyServer proxy = new();
        await using ScriptedServer server = Server(secure);
        using AshClient client = Client(server, proxy, password is null ? null : new NetworkCredential(ProxyServer.User, password));

        AshApiException failure = await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync().Soon());

        Assert.Equal(AshErrorCause.AuthenticationFailed, failure.Cause);
        Assert.Equal(407, failure.StatusCode);
        Assert.Contains("proxy", failure.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_password_in_its_address_shows_nowhere()
    {
        await using ScriptedServer gone = ScriptedServer.Refusing();
        using AshClient client = new(Clients.OptionsFor(new("https://nohost.invalid"), proxy: new WebProxy($"http://ash:{ProxyServer.Password}@127.0.0.1:{gone.Port}")));

        AshApiException failure = await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync().Soon());

        Assert.Equal($"http://127.0.0.1:{gone.Port}/", client.Proxy!.OriginalString);
        Assert.DoesNotContain(ProxyServer.Password, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:4100")]
    [InlineData("http://127.0.0.1:4100")]
    [InlineData("http://[::1]:4100")]
    public void The_proxy_of_the_system_is_not_for_this_machine(string server)
    {
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://proxy.invalid:3128");
        try
        {
            using AshClient near = new(new() { Server = new(server) });
            using AshClient far = new(new() { Server = new("http://far.invalid") });
            Assert.Null(near.Proxy);
            Assert.Equal("http://proxy.invalid:3128/", far.Proxy?.ToString());
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private static AshClient Client(ScriptedServer server, ProxyServer proxy, ICredentials? credential) => new(Clients.OptionsFor(
        server.Address, skipCertificateCheck: true, proxy: new WebProxy(proxy.Address) { Credentials = credential }));

    private ScriptedServer Server(bool secure) => ScriptedServer.Start(static async connection =>
    {
        while (await connection.ReadRequestAsync() is { } request)
            await connection.WriteAsync(request.Method == "GET" ? Json(200, Samples.Health) : EventStream(SampleTurn.Body));
    }, secure ? _certificate : null);
}
