using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ash.Http;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Servers that cannot be reached, and what answers in their place.</summary>
public sealed class ReachingTests : IDisposable
{
    private readonly X509Certificate2 _certificate = SelfSigned();

    public void Dispose() => _certificate.Dispose();

    [Fact]
    public async Task Nobody_listens()
    {
        await using ScriptedServer server = ScriptedServer.Refusing();

        await FailsAsync(server.Address, AshErrorCause.ServerUnreachable, $"No connection to http://127.0.0.1:{server.Port}");
    }

    [Fact]
    public Task The_name_does_not_resolve() =>
        FailsAsync(new("http://nohost.invalid"), AshErrorCause.NameResolutionFailed, "nohost.invalid does not resolve");

    [Fact]
    public async Task The_certificate_is_not_trusted()
    {
        await using ScriptedServer server = ScriptedServer.Start(static _ => Task.CompletedTask, _certificate);

        await FailsAsync(server.Address, AshErrorCause.TlsFailed, $"No trusted TLS connection to https://127.0.0.1:{server.Port}");
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_can_be_taken_on_purpose()
    {
        await using ScriptedServer server = ScriptedServer.Start(static async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
                await connection.WriteAsync(request.Method == "GET" ? Json(200, Samples.Health) : EventStream(SampleTurn.Body, chunkSize: 10));
        }, _certificate);
        using AshClient client = new(Clients.OptionsFor(server.Address, skipCertificateCheck: true));

        Assert.Equal("ok", (await client.GetHealthAsync().Soon()).Status);
        Assert.Equal(TurnOutcome.Completed, (await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon()).Outcome);
    }

    [Fact]
    public async Task A_server_without_TLS_is_asked_for_it()
    {
        await using ScriptedServer server = ScriptedServer.Start(static async connection =>
        {
            await connection.ReadBodyAsync(5);
            await connection.WriteAsync(Json(400, "plain HTTP only", "Connection: close"));
            await connection.ClosedByClientAsync();
        });

        await FailsAsync(new($"https://127.0.0.1:{server.Port}"), AshErrorCause.TlsFailed, "No trusted TLS connection");
    }

    [Fact]
    public async Task A_server_with_TLS_is_asked_without()
    {
        // What a TLS server says to a plain request: an alert that it does not understand.
        await using ScriptedServer server = ScriptedServer.Start(static async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(new byte[] { 0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a });
            connection.Close();
        });

        await FailsAsync(server.Address, AshErrorCause.NotAnAshServer, "does not speak HTTP");
    }

    [Theory]
    [InlineData("SSH-2.0-Something\r\n")]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("HTTP/1.1 two hundred\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    public async Task What_answers_does_not_speak_HTTP(string says)
    {
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(says);
            connection.Close();
        });

        await FailsAsync(server.Address, AshErrorCause.NotAnAshServer, "does not speak HTTP");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(302)]
    public async Task A_web_page_answers(int status)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answer(status, "text/html", "<!DOCTYPE html><title>Sign in to the network</title>"));

        await FailsAsync(server.Address, AshErrorCause.NotAnAshServer, $"What answers at http://127.0.0.1:{server.Port} is not an Ash server", status);
    }

    [Fact]
    public async Task The_connection_breaks_within_the_answer()
    {
        await using ScriptedServer server = ScriptedServer.Start(static async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"stat");
            connection.Close();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address));

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync()).Soon();

        Assert.Equal(AshErrorCause.ServerUnreachable, e.Cause);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: application/json\r\n\r\n{")]
    public async Task The_answer_does_not_come_in_time(string part)
    {
        ManualClock clock = new();
        TimeSpan timeout = TimeSpan.FromSeconds(42);
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(part);
            clock.Advance(timeout);
            await connection.ClosedByClientAsync();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock, timeout: timeout, maxRetryWait: TimeSpan.FromSeconds(30)));

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync()).Soon();

        Assert.Equal(AshErrorCause.RequestTimedOut, e.Cause);
        Assert.Contains("did not answer GET /health within 42 s", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_stream_that_has_begun_has_all_the_time_it_needs()
    {
        ManualClock clock = new();
        TaskCompletionSource later = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync(EventStreamHead);
            await connection.WriteAsync(Chunk(Frame("session_start", "{}")));
            await connection.Until(later.Task);
            await connection.WriteAsync(Chunk(Frame("done", SampleTurn.Done)));
            await connection.WriteAsync(LastChunk);
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock, timeout: TimeSpan.FromSeconds(1)));
        await using IAsyncEnumerator<AshEvent> turn = client.Messages.SendAsync(Clients.SessionId, "hello").GetAsyncEnumerator();

        Assert.True(await turn.MoveNextAsync().Soon());
        clock.Advance(TimeSpan.FromHours(1));
        later.SetResult();

        Assert.True(await turn.MoveNextAsync().Soon());
        Assert.False(await turn.MoveNextAsync().Soon());
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, true)]
    [InlineData(HttpRequestError.NameResolutionError, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, true)]
    [InlineData(HttpRequestError.ResponseEnded, false)]
    [InlineData(HttpRequestError.Unknown, false)]
    public void What_was_never_sent_is_told_from_what_was_not_answered(HttpRequestError error, bool nothingSent)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "http://x/");
        HttpRequestException failure = new(error);

        AshApiException e = Assert.IsType<AshApiException>(
            AnswerFailure.FromTransport(failure, request, "/", new("http://x/"), TimeSpan.FromSeconds(100), CancellationToken.None));

        Assert.Equal(nothingSent, e.NothingSent);
        // A name that does not resolve, or a certificate that nobody trusts, is no better at the next try.
        Assert.Equal(error is HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError, RetryPolicy.MayRepeatWrite(e));
    }

    [Fact]
    public void No_connection_in_time_is_told_from_no_answer_in_time()
    {
        // What the handler throws when its own limit for a connection is over.
        TaskCanceledException failure = new("canceled", new TimeoutException("A connection could not be established."));
        using HttpRequestMessage request = new(HttpMethod.Post, "http://x/");

        AshApiException e = Assert.IsType<AshApiException>(
            AnswerFailure.FromTransport(failure, request, "/", new("http://x/"), TimeSpan.FromSeconds(100), CancellationToken.None));

        Assert.Equal(AshErrorCause.ServerUnreachable, e.Cause);
        Assert.True(e.NothingSent);
        Assert.DoesNotContain("100", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_was_disposed_says_so()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Health));
        AshClient client = new(Clients.OptionsFor(server.Address, maxRetryWait: TimeSpan.FromSeconds(30)));
        AshClient view = client.Observe(static _ => { });
        client.Dispose();

        AshException e = await Assert.ThrowsAnyAsync<AshException>(() => client.GetHealthAsync()).Soon();
        AshException viewed = await Assert.ThrowsAnyAsync<AshException>(() => view.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        Assert.Equal((AshErrorCause.InvalidRequest, AshErrorCause.InvalidRequest), (e.Cause, viewed.Cause));
        Assert.Contains("has been closed", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_password_in_the_address_is_not_shown()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answer(200, "text/html", "<html>"));
        await using ScriptedServer refusing = ScriptedServer.Refusing();
        foreach (int port in new[] { server.Port, refusing.Port })
        {
            using AshClient client = new(Clients.OptionsFor(new($"http://user:pass-word@127.0.0.1:{port}")));

            AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync()).Soon();

            Assert.Contains("127.0.0.1", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("pass-word", e.ToString(), StringComparison.Ordinal);
            Assert.Equal($"http://127.0.0.1:{port}/", client.Server.AbsoluteUri);
        }
    }

    /// <summary>A read and a message both fail this way, and neither tells the key.</summary>
    private static async Task FailsAsync(Uri server, AshErrorCause cause, string says, int? status = null)
    {
        using AshClient client = new(Clients.OptionsFor(server));
        foreach (Func<Task> call in new Func<Task>[] { () => client.Sessions.GetAsync(Clients.SessionId), () => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello") })
        {
            AshApiException e = await Assert.ThrowsAsync<AshApiException>(call).Soon();
            Assert.Equal((cause, status), (e.Cause, e.StatusCode));
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
            Assert.StartsWith($"/api/sessions/{Clients.SessionId}", e.Path, StringComparison.Ordinal);
            Assert.DoesNotContain(Clients.Key, e.ToString(), StringComparison.Ordinal);
        }
    }

    internal static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        // Windows takes only a key that was stored.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
