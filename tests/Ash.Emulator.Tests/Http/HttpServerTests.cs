using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Ash.Emulation.Tests.Recordings;

namespace Ash.Emulation.Tests.Http;

public class HttpServerTests
{
    [Fact]
    public async Task A_connection_serves_one_request_after_the_other()
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);

        for (var turn = 0; turn < 3; turn++)
        {
            await client.SendAsync("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Contains("Connection: keep-alive", await client.ReadToAsync("\"remoteRunners\":0}"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Requests_sent_in_one_go_are_answered_in_order()
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);

        await client.SendAsync(
            "POST /api/agents HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"a\"}" +
            "GET /api/agents/a HTTP/1.1\r\nHost: x\r\n\r\n" +
            "GET /api/agents/b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var answers = Encoding.UTF8.GetString(await client.ReadToEndAsync());

        Assert.Equal(
            ["HTTP/1.1 201 Created", "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"],
            answers.Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line[(line.LastIndexOf('}') + 1)..])
                .Where(line => line.StartsWith("HTTP/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);

        foreach (var c in "GET /health HTTP/1.1\r\nConnection: close\r\n\r\n")
            await client.SendAsync(c.ToString());

        Assert.Equal("HTTP/1.1 200 OK", new HttpAnswer(await client.ReadToEndAsync()).StatusLine);
    }

    [Fact]
    public async Task A_body_may_come_in_chunks()
    {
        using var server = new AshServer();
        var answer = new HttpAnswer(await RawClient.ExchangeAsync(server.Emulator.Uri,
            "POST /api/agents HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" +
            "5;x=y\r\n{\"nam\r\n7\r\ne\":\"a\"}\r\n0\r\nX-Trailer: 1\r\n\r\n"));

        Assert.Equal("HTTP/1.1 201 Created", answer.StatusLine);
        Assert.Equal("""{"name":"a"}""", Assert.Single(server.Emulator.Requests).Body.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_client_that_asks_first_is_told_to_go_on()
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);

        await client.SendAsync(
            "POST /api/agents HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 12\r\nExpect: 100-continue\r\n" +
            "Connection: close\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadToAsync("\r\n\r\n"));
        await client.SendAsync("{\"name\":\"a\"}");

        Assert.Equal("HTTP/1.1 201 Created", new HttpAnswer(await client.ReadToEndAsync()).StatusLine);
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001 client hello")]
    [InlineData("hello\r\nworld\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("GET /health HTTP/1.1\r\nContent-Length: many\r\n\r\n")]
    [InlineData("POST /api/agents HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("POST /api/agents HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    public async Task Garbage_is_refused_and_the_server_lives_on(string bytes)
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);
        await client.SendAsync(bytes);
        client.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var answer = await client.ReadToEndAsync();

        Assert.True(answer.Length == 0 || new HttpAnswer(answer).StatusLine == "HTTP/1.1 400 Bad Request");
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("GET", "/health")).Status);
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        using var server = new AshServer();
        var answer = new HttpAnswer(await RawClient.ExchangeAsync(
            server.Emulator.Uri, $"GET /health HTTP/1.1\r\nX-Long: {new string('x', 40_000)}"));

        Assert.Equal("HTTP/1.1 431 Request Header Fields Too Large", answer.StatusLine);
    }

    [Fact]
    public async Task Too_much_is_refused_while_it_is_being_sent_and_the_answer_arrives()
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);
        const int Length = 8 * 1024 * 1024;
        await client.SendAsync($"POST /api/agents HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {Length}\r\n\r\n");

        // The answer is there before the body is.
        var answer = client.ReadToEndAsync();
        var sending = client.Stream.WriteAsync(new byte[Length], AshServer.Soon);

        Assert.Equal("HTTP/1.1 413 Payload Too Large", new HttpAnswer(await answer).StatusLine);
        await sending;
    }

    [Fact]
    public async Task Chunks_that_become_too_much_are_refused_in_the_middle()
    {
        using var server = new AshServer();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);
        await client.SendAsync("POST /api/agents HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (var chunk = 0; chunk < 5; chunk++)
            await client.SendAsync($"40000\r\n{new string('x', 0x40000)}\r\n");

        Assert.Equal("HTTP/1.1 413 Payload Too Large", new HttpAnswer(await client.ReadToEndAsync()).StatusLine);
    }

    [Fact]
    public async Task HEAD_gets_the_head_alone()
    {
        using var server = new AshServer();
        using var response = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/health"), AshServer.Soon);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Content.Headers.ContentLength > 0);
        Assert.Equal(HttpStatusCode.OK, (await server.SendAsync("GET", "/health")).Status);
    }

    [Fact]
    public async Task A_wrong_method_is_an_unknown_route()
    {
        using var server = new AshServer();
        var (status, body) = await server.SendAsync("PUT", "/api/agents?x=1", new { });

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("Route PUT:/api/agents?x=1 not found", (string?)body!["message"]);
    }

    [Fact]
    public async Task An_operation_that_is_not_emulated_says_so()
    {
        using var server = new AshServer();
        var (status, body) = await server.SendAsync("GET", "/api/internal/runners");

        Assert.Equal(HttpStatusCode.NotImplemented, status);
        Assert.Equal("""{"error":"GET /api/internal/runners is not emulated","statusCode":501}""", body!.ToJsonString());
    }

    [Fact]
    public async Task It_speaks_TLS_with_a_certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var emulator = AshEmulator.Start(new AshEmulatorOptions { Certificate = certificate });
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
            },
        });

        Assert.Equal("https", emulator.Uri.Scheme);
        using var response = await http.GetAsync(new Uri(emulator.Uri, "/health"), AshServer.Soon);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Stopping_closes_every_connection_at_once()
    {
        var server = new AshServer();
        var gate = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", Gated.By(gate.Task));
        using var stream = await server.OpenStreamAsync(await server.NewSessionAsync(), new { content = "wait" });
        await stream.ReadToAsync("message:system");

        await server.Emulator.DisposeAsync().AsTask().WaitAsync(AshServer.Patience);

        Assert.False(server.Emulator.IsRunning);
        await Assert.ThrowsAnyAsync<IOException>(() => stream.ReadToEndAsync());
        server.Dispose();
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        var emulator = AshEmulator.Start();
        await emulator.DisposeAsync();
        await emulator.DisposeAsync();

        Assert.False(emulator.IsRunning);
        Assert.Throws<ObjectDisposedException>(emulator.Restart);
    }

    [Fact]
    public void A_port_that_was_asked_for_is_used()
    {
        int port;
        using (var first = AshEmulator.Start())
            port = first.Uri.Port;
        using var second = AshEmulator.Start(new AshEmulatorOptions { Port = port });

        Assert.Equal(port, second.Uri.Port);
    }
}
