using System.Net;
using System.Text;
using Ash.Emulation.Tests.Recordings;

namespace Ash.Emulation.Tests.Routing;

/// <summary>What of a request a server takes, and what it does not: its validator coerces, and its router has a mind of its own.</summary>
public class RequestReadingTests
{
    private const string Agents = "/api/agents";
    private const string Sessions = "/api/sessions";
    private const string Messages = "/api/sessions/{id}/messages";

    [Theory]
    [InlineData(Agents, """{"name":["a"]}""", 201)]
    [InlineData(Agents, """{"name":["a","b"]}""", 400)]
    [InlineData(Agents, """{"name":"a\n"}""", 400)]
    [InlineData(Agents, "\uFEFF{\"name\":\"a\"}", 201)]
    [InlineData(Agents, """{"name":"a b","name":"a"}""", 201)]
    [InlineData(Agents, """{"name":"a","__proto__":{}}""", 400)]
    [InlineData(Agents, """{"name":"a","env":{"constructor":{"prototype":{}}}}""", 400)]
    [InlineData(Agents, """{"name":"a","systemPrompt":["x"]}""", 201)]
    [InlineData(Agents, """{"name":"a","files":{"path":"CLAUDE.md","content":"eA=="}}""", 400)]
    [InlineData(Sessions, """{"agent":["helper"]}""", 201)]
    [InlineData(Sessions, """{"agent":"helper","mcpServers":{"a":{"args":"x"}}}""", 201)]
    [InlineData(Sessions, """{"agent":"helper","mcpServers":{"a":5}}""", 400)]
    [InlineData(Messages, """{"content":["x"]}""", 200)]
    [InlineData(Messages, """{"content":"x","maxTurns":[2]}""", 200)]
    [InlineData(Messages, """{"content":"x","thinking":{"type":"t","budgetTokens":"many"}}""", 400)]
    [InlineData(Messages, """{"content":"x","outputFormat":{"type":"json_schema","schema":5}}""", 400)]
    public async Task A_body_is_coerced_where_it_can_be(string path, string body, int status)
    {
        await using var server = new AshServer();
        var session = await server.NewSessionAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await server.Http.PostAsync(
            path.Replace("{id}", session, StringComparison.Ordinal), content, AshServer.Soon);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_command_that_is_empty_fails_in_the_sandbox()
    {
        await using var server = new AshServer();
        var session = await server.NewSessionAsync();

        var (status, answer) = await server.SendAsync("POST", $"/api/sessions/{session}/exec", new { command = "" });

        Assert.Equal((HttpStatusCode.InternalServerError, "Internal Server Error"), (status, (string?)answer!["error"]));
    }

    [Theory]
    [InlineData("/api/sessions?agent=a&agent=b", 400, "querystring/agent must be string")]
    [InlineData("/api/sessions/{id}/messages?limit=1&limit=2", 400, "querystring/limit must be integer")]
    [InlineData("/api/agents/", 404, "Agent not found")]
    [InlineData("/api/agents/x123456789x123456789x123456789x123456789x123456789x123456789x123456789x123456789x123456789x1234567890",
        404, "Route GET:/api/agents/x123456789x123456789x123456789x123456789x123456789x123456789x123456789x123456789x123456789x1234567890 not found")]
    public async Task A_path_and_its_query_are_read_as_the_framework_does(string path, int status, string says)
    {
        await using var server = new AshServer();
        var session = await server.NewSessionAsync();

        var (answered, answer) = await server.SendAsync("GET", path.Replace("{id}", session, StringComparison.Ordinal));

        Assert.Equal((status, says), ((int)answered, (string?)(answer!["message"] ?? answer["error"])));
    }

    [Theory]
    [InlineData("/favicon.ico", 404)]
    [InlineData("/health?probe=1", 401)]
    [InlineData("/health", 200)]
    public async Task The_key_is_asked_for_by_the_whole_address(string path, int status)
    {
        await using var server = new AshServer(new() { ApiKey = "key" });

        Assert.Equal(status, (int)(await server.SendAsync("GET", path)).Status);
    }

    [Fact]
    public async Task A_page_from_elsewhere_may_read_the_answers()
    {
        using var server = new AshServer(new() { ApiKey = "key" });
        async Task<HttpAnswer> AskAsync(string request) =>
            new(await RawClient.ExchangeAsync(server.Emulator.Uri, request + "Origin: http://page\r\nConnection: close\r\n\r\n"));

        var before = await AskAsync(
            "OPTIONS /api/sessions HTTP/1.1\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n");
        Assert.Equal("HTTP/1.1 204 No Content", before.StatusLine);
        Assert.Equal("GET,HEAD,PUT,PATCH,POST,DELETE", before.Header("access-control-allow-methods"));
        Assert.Equal("authorization", before.Header("access-control-allow-headers"));
        Assert.Equal("HTTP/1.1 400 Bad Request", (await AskAsync("OPTIONS /api/sessions HTTP/1.1\r\n")).StatusLine);
        Assert.Equal("http://page", (await AskAsync("GET /health HTTP/1.1\r\n")).Header("access-control-allow-origin"));
    }
}
