using System.Globalization;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What every request has in common.</summary>
public class RequestTests
{
    private static readonly string LongText = new('x', 400_000);

    [Fact]
    public async Task The_key_goes_as_a_bearer()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Health));
        using AshClient client = Clients.ClientOf(server);

        await client.GetHealthAsync().Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal("Bearer " + Clients.Key, sent.Headers["Authorization"]);
        Assert.StartsWith("Ash.Client/", sent.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("application/json", sent.Headers["Accept"]);
        Assert.Equal($"127.0.0.1:{server.Port}", sent.Headers["Host"]);
    }

    [Fact]
    public async Task Without_a_key_there_is_no_authorization()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Health));
        using AshClient client = new(Clients.OptionsFor(server.Address, key: null));

        await client.GetHealthAsync().Soon();

        Assert.DoesNotContain("Authorization", Assert.Single(server.Requests).Headers.Keys);
    }

    [Theory]
    [InlineData("secret\r\nX-Other: 1")]
    [InlineData("secret\n")]
    [InlineData("sécret")]
    [InlineData("secret\0")]
    [InlineData(" ")]
    [InlineData("")]
    public void A_key_that_no_header_can_carry_is_refused_without_being_told(string key)
    {
        AshException e = Assert.Throws<AshException>(() => new AshClient(new() { ApiKey = key }));

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.DoesNotContain("cret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/health")]
    [InlineData("/", "/health")]
    [InlineData("/prefix", "/prefix/health")]
    [InlineData("/prefix/", "/prefix/health")]
    [InlineData("/a/b%20c", "/a/b%20c/health")]
    [InlineData("/prefix?query#fragment", "/prefix/health")]
    public async Task The_servers_own_path_is_kept(string path, string target)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Health));
        using AshClient client = new(Clients.OptionsFor(new Uri(server.Address, path)));

        await client.GetHealthAsync().Soon();

        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///tmp")]
    [InlineData("relative/path")]
    public void An_address_that_is_not_http_is_refused(string address)
    {
        AshException e = Assert.Throws<AshException>(() => new AshClient(new() { Server = new(address, UriKind.RelativeOrAbsolute) }));

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_error_and_nothing_goes_where_it_leads(int status)
    {
        await using ScriptedServer elsewhere = ScriptedServer.Answering(Json(200, Samples.Health));
        string location = new Uri(elsewhere.Address, "/health").AbsoluteUri;
        await using ScriptedServer server = ScriptedServer.Answering(Answer(status, null, string.Empty, "Location: " + location));
        using AshClient client = Clients.ClientOf(server);

        AshApiException read = await Assert.ThrowsAsync<AshApiException>(() => client.GetHealthAsync()).Soon();
        AshApiException write = await Assert.ThrowsAsync<AshApiException>(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        Assert.All([read, write], e =>
        {
            Assert.Equal((AshErrorCause.NotAnAshServer, status), (e.Cause, e.StatusCode));
            Assert.Contains(location, e.Message, StringComparison.Ordinal);
        });
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Health, "Set-Cookie: a=b; Path=/"));
        using AshClient client = Clients.ClientOf(server);

        await client.GetHealthAsync().Soon();
        await client.GetHealthAsync().Soon();

        Assert.All(server.Requests, static r => Assert.DoesNotContain("Cookie", r.Headers.Keys));
    }

    [Fact]
    public async Task A_small_body_is_sent_without_asking()
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.DoesNotContain("Expect", Assert.Single(server.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_large_body_is_sent_when_the_server_says_so()
    {
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            SeenRequest request = (await connection.ReadHeadAsync())!;
            Assert.Equal("100-continue", request.Headers["Expect"]);
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            request.Body = await connection.ReadBodyAsync(request.ContentLength);
            await connection.WriteAsync(EventStream(SampleTurn.Body));
            await connection.ClosedByClientAsync();
        });
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, LongText).Soon();

        Assert.Equal(TurnOutcome.Completed, turn.Outcome);
        Assert.Equal(LongText, Assert.Single(server.Requests).Json!["content"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(413, AshErrorCause.PayloadTooLarge)]
    [InlineData(401, AshErrorCause.AuthenticationFailed)]
    [InlineData(404, AshErrorCause.SessionNotFound)]
    public async Task A_large_body_is_not_sent_when_the_server_refuses(int status, AshErrorCause cause)
    {
        TaskCompletionSource<int> sentBehindTheHead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Json(status, """{"error":"Session says no","statusCode":400}""", "Connection: close"));
            sentBehindTheHead.SetResult(await connection.CountUntilClosedAsync());
        });
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.Messages.SendAndWaitAsync(Clients.SessionId, LongText)).Soon();

        Assert.Equal((cause, status), (e.Cause, e.StatusCode));
        Assert.Equal(0, await sentBehindTheHead.Task.Soon());
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(400_000, true)]
    public async Task A_413_that_comes_while_the_body_is_sent_is_seen(int length, bool asksFirst)
    {
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            SeenRequest request = (await connection.ReadHeadAsync())!;
            Assert.Equal(asksFirst, request.Headers.ContainsKey("Expect"));
            // A server that does not know Expect: it reads a little of the body, which comes all the same, and gives it up.
            await connection.ReadBodyAsync(1000);
            await connection.WriteAsync(Json(413, """{"error":"Payload Too Large","statusCode":413}""", "Connection: close"));
            connection.Close();
        });
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.Messages.SendAndWaitAsync(Clients.SessionId, new string('x', length))).Soon();

        Assert.Equal((AshErrorCause.PayloadTooLarge, 413), (e.Cause, e.StatusCode));
    }

    [Fact]
    public async Task A_request_is_the_same_under_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("de-DE");
            await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
            using AshClient client = Clients.ClientOf(server);

            Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello", new() { MaxBudgetUsd = 1.5m }).Soon();

            Assert.Equal("""{"content":"hello","maxBudgetUsd":1.5}""", Assert.Single(server.Requests).BodyText);
            Assert.Equal("success, 2 turns, $0.25, 1.5 s", turn.GetEvents()[^2].ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
