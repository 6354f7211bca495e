using System.Text.Json;

namespace Ash.Emulation.Tests.Requests;

public class RequestJournalTests
{
    private const string Secret = "s3cret-value";

    [Fact]
    public async Task Secrets_are_masked_wherever_they_can_come()
    {
        using var server = new AshServer(new AshEmulatorOptions { ApiKey = Secret });
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", Secret);
        await server.GetAsync("POST", "/api/agents", new { name = "a", env = new { KEY = Secret } });
        await server.GetAsync("PATCH", "/api/agents/a", new { env = new { KEY = Secret } });
        await server.GetAsync("POST", "/api/sessions", new
        {
            agent = "a",
            extraEnv = new { KEY = Secret },
            mcpServers = new { m = new { url = "http://localhost/", env = new { KEY = Secret }, headers = new { auth = Secret } } },
        });
        await server.SendAsync("POST", "/api/credentials", new { type = "anthropic", key = Secret });
        await server.SendAsync("POST", "/api/credentials", new { type = "bedrock", key = JsonSerializer.Serialize(new { secretAccessKey = Secret }) });
        await server.SendAsync("POST", "/api/credentials", $$"""{"type":"anthropic","key":"{{Secret}}""");
        await server.SendAsync("POST", "/api/agents", $$"""{"env":{"KEY":"{{Secret}}""");
        await server.SendAsync("POST", "/api/nope", new { });

        Assert.DoesNotContain(Secret, JsonSerializer.Serialize(server.Emulator.Requests), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, JsonSerializer.Serialize(server.Emulator), StringComparison.Ordinal);
        Assert.Equal("""{"name":"a","env":{"KEY":"***"}}""", server.Emulator.Requests[0].Body);
        Assert.Equal("Bearer ***", server.Emulator.Requests[0].Headers["Authorization"]);
    }

    [Fact]
    public async Task A_request_is_recorded_whole()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        server.Emulator.ClearRequests();
        await server.GetAsync("POST", $"/api/sessions/{session}/exec?x=1", new { command = "echo hé" });

        var request = Assert.Single(server.Emulator.Requests);
        Assert.Equal(("POST", $"/api/sessions/{session}/exec", "x=1"), (request.Method, request.Path, request.Query));
        Assert.Equal((session, null, 200), (request.SessionId, request.AgentName, request.StatusCode));
        Assert.Equal("""{"command":"echo h\u00E9"}""", request.Body);
        Assert.Equal("application/json", request.Headers["CONTENT-TYPE"].Split(';')[0]);
        Assert.Equal(3, request.Index);
    }

    [Fact]
    public async Task An_id_in_the_path_is_a_session_only_where_it_is_one()
    {
        using var server = new AshServer();
        await server.SendAsync("GET", "/api/queue/00000000-0000-4000-8000-000000000000");
        await server.SendAsync("DELETE", "/api/credentials/c");

        Assert.All(server.Emulator.Requests, request => Assert.Null(request.SessionId));
    }

    [Fact]
    public async Task One_can_wait_for_a_request_before_it_comes()
    {
        using var server = new AshServer();
        var waiting = server.Emulator.WaitForRequestAsync(request => request.Path == "/api/agents/late", AshServer.Soon);
        await server.SendAsync("GET", "/api/agents/early");
        Assert.False(waiting.IsCompleted);
        await server.SendAsync("GET", "/api/agents/late");

        var request = await waiting;
        await request.WaitForAnswerAsync(AshServer.Soon);
        Assert.Equal(("late", 404), (request.AgentName, request.StatusCode));
        Assert.Same(request, await server.Emulator.WaitForRequestAsync(request => request.AgentName == "late"));
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var server = new AshServer();
        using var givingUp = new CancellationTokenSource();
        var waiting = server.Emulator.WaitForRequestAsync(_ => true, givingUp.Token);
        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
