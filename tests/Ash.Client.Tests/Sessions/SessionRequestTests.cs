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
    [InlineData("my-agent")]
    [InlineData("0f8fad5b*")]
    [InlineData("{0f8fad5b-d9cb-469f-a165-70867728950e}")]
    public async Task An_id_that_is_no_UUID_is_not_sent_and_shown_as_it_was_given(string id)
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
            Assert.Equal((AshErrorCause.InvalidRequest, $"'{id}' is no session's id, which is a UUID."), (e.Cause, e.Message));
        }
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_call_without_a_body_has_no_content_type()
    {
        const string Path = $"/api/sessions/{Clients.SessionId}";
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Session));
        using AshClient client = Clients.ClientOf(server);

        await client.Sessions.GetAsync(Clients.SessionId).Soon();
        await client.Sessions.PauseAsync(Clients.SessionId).Soon();
        await client.Sessions.ResumeAsync(Clients.SessionId).Soon();
        await client.Sessions.ReleaseSandboxAsync(Clients.SessionId).Soon();
        await client.Sessions.EndAsync(Clients.SessionId).Soon();

        Assert.Equal(
            [$"GET {Path}", $"POST {Path}/pause", $"POST {Path}/resume", $"POST {Path}/stop", $"DELETE {Path}"],
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
    public async Task The_list_is_asked_for_by_agent(string? agent, string target)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"sessions":[]}"""));
        using AshClient client = Clients.ClientOf(server);

        Assert.Empty(await client.Sessions.ListAsync(agent).Soon());

        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ops*")]
    [InlineData("a b&c=d/ü")]
    public async Task The_list_is_not_asked_for_by_what_can_be_no_agent(string agent)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"sessions":[]}"""));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => client.Sessions.ListAsync(agent)).Soon();

        Assert.Equal((AshErrorCause.InvalidRequest, 0), (e.Cause, server.Connections));
    }
}
