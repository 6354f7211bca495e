using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for sessions, and what does not.</summary>
public class SessionRequestTests
{
    public static TheoryData<SessionOptions, string> Bodies { get; } = new()
    {
        { new() { Agent = "a" }, """{"agent":"a"}""" },
        {
            new()
            {
                Agent = "a", Model = "m", SystemPrompt = "Be kind.", PermissionMode = "default", AllowedTools = ["Read", "Bash(ls:*)"],
                DisallowedTools = [], McpServers = """{"m": {"url": "http://x/"}}""", CredentialId = "c",
                Environment = new Dictionary<string, string> { ["NAME"] = "value" }, Betas = ["b"],
                Subagents = """{"s":{}}""", InitialAgent = "s",
            },
            """
            {"agent":"a","model":"m","systemPrompt":"Be kind.","permissionMode":"default","allowedTools":["Read","Bash(ls:*)"],"disallowedTools":[],"mcpServers":{"m": {"url": "http://x/"}},"credentialId":"c","extraEnv":{"NAME":"value"},"betas":["b"],"subagents":{"s":{}},"initialAgent":"s"}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task The_body_holds_what_was_said_and_nothing_else(SessionOptions options, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.Session));
        using AshClient client = Clients.ClientOf(server);

        await client.Sessions.CreateAsync(options).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal("POST /api/sessions", sent.ToString());
        Assert.Equal(body, sent.BodyText);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
    }

    public static TheoryData<SessionOptions> Invalid { get; } =
    [
        new() { Agent = "" },
        new() { Agent = "a b" },
        new() { Agent = "a\n" },
        new() { Agent = "ä" },
        new() { Agent = new string('a', 256) },
        new() { Agent = "a", Model = new string('m', 101) },
        new() { Agent = "a", SystemPrompt = new string('x', 1_000_001) },
        new() { Agent = "a", CredentialId = new string('c', 256) },
        new() { Agent = "a", PermissionMode = "yolo" },
        new() { Agent = "a", McpServers = "nope" },
        new() { Agent = "a", McpServers = "[]" },
        new() { Agent = "a", Subagents = "null" },
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_server_does_not_take_is_not_sent(SessionOptions options)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.Session));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => client.Sessions.CreateAsync(options)).Soon();

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\t")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_is_no_segment_of_a_path_is_not_sent(string id)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Session));
        using AshClient client = Clients.ClientOf(server);
        Func<string, CancellationToken, Task<Session>>[] calls =
        [
            client.Sessions.GetAsync, client.Sessions.PauseAsync, client.Sessions.ResumeAsync, client.Sessions.ReleaseSandboxAsync, client.Sessions.EndAsync,
        ];

        foreach (Func<string, CancellationToken, Task<Session>> call in calls)
        {
            AshException e = await Assert.ThrowsAsync<AshException>(() => call(id, default)).Soon();
            Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        }
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_call_without_a_body_has_no_content_type()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Session));
        using AshClient client = Clients.ClientOf(server);

        await client.Sessions.GetAsync("s").Soon();
        await client.Sessions.PauseAsync("s").Soon();
        await client.Sessions.ResumeAsync("s").Soon();
        await client.Sessions.ReleaseSandboxAsync("s").Soon();
        await client.Sessions.EndAsync("s").Soon();

        Assert.Equal(
            ["GET /api/sessions/s", "POST /api/sessions/s/pause", "POST /api/sessions/s/resume", "POST /api/sessions/s/stop", "DELETE /api/sessions/s"],
            server.Requests.Select(static r => r.ToString()));
        Assert.All(server.Requests, static r =>
        {
            Assert.DoesNotContain("Content-Type", r.Headers.Keys);
            Assert.DoesNotContain("Transfer-Encoding", r.Headers.Keys);
            Assert.Equal(0, r.ContentLength);
        });
    }

    [Theory]
    [InlineData(null, "/api/sessions")]
    [InlineData("a", "/api/sessions?agent=a")]
    [InlineData("a b&c=d/ü", "/api/sessions?agent=a%20b%26c%3Dd%2F%C3%BC")]
    public async Task The_list_is_asked_for_by_agent(string? agent, string target)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"sessions":[]}"""));
        using AshClient client = Clients.ClientOf(server);

        Assert.Empty(await client.Sessions.ListAsync(agent).Soon());

        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }
}
