using System.Net;

namespace Ash.Emulation.Tests.Sessions;

public class SessionStateTests
{
    /// <summary>What each call does in each state: the status it answers, and the state afterwards.</summary>
    [Theory]
    [InlineData("active", "pause", 200, "paused")]
    [InlineData("active", "resume", 200, "active")]
    [InlineData("active", "stop", 200, "stopped")]
    [InlineData("active", "fork", 201, "active")]
    [InlineData("active", "end", 200, "ended")]
    [InlineData("active", "message", 200, "active")]
    [InlineData("active", "exec", 200, "active")]
    [InlineData("paused", "pause", 400, "paused")]
    [InlineData("paused", "resume", 200, "active")]
    [InlineData("paused", "stop", 400, "paused")]
    [InlineData("paused", "fork", 201, "paused")]
    [InlineData("paused", "end", 200, "ended")]
    [InlineData("paused", "message", 400, "paused")]
    [InlineData("paused", "exec", 400, "paused")]
    [InlineData("stopped", "pause", 400, "stopped")]
    [InlineData("stopped", "resume", 200, "active")]
    [InlineData("stopped", "stop", 400, "stopped")]
    [InlineData("stopped", "fork", 201, "stopped")]
    [InlineData("stopped", "end", 200, "ended")]
    [InlineData("stopped", "message", 400, "stopped")]
    [InlineData("stopped", "exec", 400, "stopped")]
    [InlineData("ended", "pause", 400, "ended")]
    [InlineData("ended", "resume", 410, "ended")]
    [InlineData("ended", "stop", 400, "ended")]
    [InlineData("ended", "fork", 201, "ended")]
    [InlineData("ended", "end", 200, "ended")]
    [InlineData("ended", "message", 400, "ended")]
    [InlineData("ended", "exec", 400, "ended")]
    [InlineData("crashed", "resume", 200, "active")]
    [InlineData("crashed", "message", 500, "error")]
    [InlineData("crashed", "exec", 500, "active")]
    [InlineData("error", "pause", 400, "error")]
    [InlineData("error", "resume", 200, "active")]
    [InlineData("error", "stop", 400, "error")]
    [InlineData("error", "message", 400, "error")]
    [InlineData("error", "end", 200, "ended")]
    public async Task Each_call_in_each_state(string state, string call, int expectedStatus, string expectedState)
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        await BringToAsync(server, session, state);

        Assert.Equal(expectedStatus, (int)await CallAsync(server, session, call));
        Assert.Equal(expectedState, await server.StatusAsync(session));
    }

    [Fact]
    public async Task A_resume_is_warm_after_a_pause_and_cold_after_a_stop()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();

        foreach (var call in new[] { "pause", "resume" })
            await CallAsync(server, session, call);
        Assert.Equal((1, 0), await ResumesAsync(server));

        foreach (var call in new[] { "stop", "resume" })
            await CallAsync(server, session, call);
        Assert.Equal((1, 1), await ResumesAsync(server));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(server, session, "message"));
    }

    [Fact]
    public async Task Resuming_repairs_a_session_whose_sandbox_crashed()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        server.Emulator.CrashSandbox(session);
        await CallAsync(server, session, "message");
        await CallAsync(server, session, "resume");

        Assert.Equal("done", (await server.AskAsync(session, "x"))[^1].Type);
    }

    [Fact]
    public async Task A_sandbox_that_was_killed_is_taken_for_alive_until_the_session_is_stopped()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        server.Emulator.KillSandbox(session);
        Assert.Equal("paused", await server.StatusAsync(session));

        await CallAsync(server, session, "resume");
        Assert.Equal((1, 0), await ResumesAsync(server));
        Assert.Equal("sandbox", (string?)(await server.GetAsync("GET", $"/api/sessions/{session}/files"))["source"]);
        var frames = await server.AskAsync(session, "x");
        Assert.Equal(["session_start", "error", "done"], frames.Select(frame => frame.Kind));
        Assert.Equal(("Not connected", session), ((string?)frames[1].Data["error"], (string?)frames[2].Data["sessionId"]));
        var (status, answer) = await server.SendAsync("POST", $"/api/sessions/{session}/exec", new { command = "echo x" });
        Assert.Equal((500, "Exec failed: Not connected"), ((int)status, (string?)answer!["error"]));
        Assert.Equal("active", await server.StatusAsync(session));

        foreach (var call in new[] { "stop", "resume" })
            await CallAsync(server, session, call);
        Assert.Equal("done", (await server.AskAsync(session, "x"))[^1].Type);
    }

    [Fact]
    public async Task A_restart_replaces_a_sandbox_that_was_killed()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        server.Emulator.KillSandbox(session);
        server.Emulator.Restart();

        await CallAsync(server, session, "resume");
        Assert.Equal("message:result", (await server.AskAsync(session, "x"))[^2].Kind);
    }

    [Fact]
    public async Task A_fork_has_the_messages_and_not_the_files()
    {
        using var server = new AshServer();
        var parent = await server.NewSessionAsync();
        await server.AskAsync(parent, "x");
        await WriteAsync(server, parent, "mine.txt");

        var fork = (await server.GetAsync("POST", $"/api/sessions/{parent}/fork"))["session"]!;
        var id = (string)fork["id"]!;

        Assert.Equal(("paused", parent), ((string)fork["status"]!, (string)fork["parentSessionId"]!));
        Assert.Equal(3, (await server.GetAsync("GET", $"/api/sessions/{id}/messages"))["messages"]!.AsArray().Count);
        Assert.Equal(["CLAUDE.md"], await FilesAsync(server, id));
    }

    [Fact]
    public async Task Files_outlive_the_sandbox()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        await WriteAsync(server, session, "sub/mine.txt");
        await CallAsync(server, session, "stop");

        Assert.Equal("snapshot", (string?)(await server.GetAsync("GET", $"/api/sessions/{session}/files"))["source"]);
        await CallAsync(server, session, "resume");
        Assert.Equal(["CLAUDE.md", "sub/mine.txt"], await FilesAsync(server, session));
    }

    [Fact]
    public async Task A_workspace_comes_back_as_the_bundle_that_was_taken()
    {
        using var server = new AshServer();
        var from = await server.NewSessionAsync();
        await WriteAsync(server, from, "sub/mine.txt");
        var bundle = await server.Http.GetByteArrayAsync(new Uri(server.Emulator.Uri, $"/api/sessions/{from}/workspace"), AshServer.Soon);

        var to = await server.NewSessionAsync();
        await server.GetAsync("POST", $"/api/sessions/{to}/workspace", new { bundle = Convert.ToBase64String(bundle) });

        Assert.Equal(["CLAUDE.md", "sub/mine.txt"], await FilesAsync(server, to));
    }

    [Fact]
    public async Task A_system_prompt_takes_the_place_of_the_agents_own()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync(options: new { agent = "helper", systemPrompt = "Be brief." });
        var file = await server.GetAsync("GET", $"/api/sessions/{session}/files/CLAUDE.md?format=json");

        Assert.Equal("Be brief.", (string?)file["content"]);
    }

    [Fact]
    public async Task At_capacity_the_idle_session_gives_way_and_a_running_one_does_not()
    {
        using var server = new AshServer(new AshEmulatorOptions { SandboxCapacity = 1 });
        var first = await server.NewSessionAsync();
        var second = await server.NewSessionAsync();
        Assert.Equal("paused", await server.StatusAsync(first));

        var gate = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", Gated.By(gate.Task));
        using var stream = await server.OpenStreamAsync(second, new { content = "x" });
        await stream.ReadToAsync("message:assistant");
        var (status, body) = await server.SendAsync("POST", "/api/sessions", new { agent = "helper" });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("Sandbox capacity reached and no evictable sandboxes (all running)", (string?)body!["error"]);
        gate.SetResult();
    }

    [Fact]
    public async Task Deleting_an_agent_deletes_its_sessions()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        await server.GetAsync("DELETE", "/api/agents/helper");

        Assert.Equal(HttpStatusCode.NotFound, (await server.SendAsync("GET", $"/api/sessions/{session}")).Status);
    }

    [Fact]
    public async Task Lists_are_paged_by_the_sequence_number()
    {
        using var server = new AshServer();
        var session = await server.NewSessionAsync();
        for (var turn = 0; turn < 3; turn++)
            await server.AskAsync(session, "x");

        var page = (await server.GetAsync("GET", $"/api/sessions/{session}/messages?limit=2&after=4"))["messages"]!.AsArray();
        Assert.Equal([5, 6], page.Select(message => (int)message!["sequence"]!));
        var texts = (await server.GetAsync("GET", $"/api/sessions/{session}/events?type=text&limit=1"))["events"]!.AsArray();
        Assert.Equal("""{"text":"x"}""", (string?)Assert.Single(texts)!["data"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync("GET", $"/api/sessions/{session}/events?limit=1001")).Status);
    }

    private static async Task BringToAsync(AshServer server, string session, string state)
    {
        if (state is "crashed" or "error")
            server.Emulator.CrashSandbox(session);
        string? call = state switch { "paused" => "pause", "stopped" => "stop", "ended" => "end", "error" => "message", _ => null };
        if (call is not null)
            await CallAsync(server, session, call);
    }

    private static async Task<HttpStatusCode> CallAsync(AshServer server, string session, string call)
    {
        var path = $"/api/sessions/{session}";
        if (call == "message")
        {
            using var response = await server.Http.PostAsync(
                new Uri(server.Emulator.Uri, $"{path}/messages"),
                new StringContent("""{"content":"x"}""", System.Text.Encoding.UTF8, "application/json"), AshServer.Soon);
            return response.StatusCode;
        }

        var (status, _) = call switch
        {
            "end" => await server.SendAsync("DELETE", path),
            "exec" => await server.SendAsync("POST", $"{path}/exec", new { command = "echo x" }),
            _ => await server.SendAsync("POST", $"{path}/{call}"),
        };
        return status;
    }

    /// <summary>How many sessions were resumed in the sandbox that they had, and how many in a new one.</summary>
    private static async Task<(int Warm, int Cold)> ResumesAsync(AshServer server)
    {
        var pool = (await server.GetAsync("GET", "/health"))["pool"]!;
        return ((int)pool["resumeWarmHits"]!, (int)pool["resumeColdHits"]!);
    }

    private static async Task WriteAsync(AshServer server, string session, string path) => await
        server.GetAsync("POST", $"/api/sessions/{session}/files", new { files = new[] { new { path, content = "eA==" } } });

    private static async Task<IEnumerable<string?>> FilesAsync(AshServer server, string session) =>
        (await server.GetAsync("GET", $"/api/sessions/{session}/files"))["files"]!.AsArray().Select(file => (string?)file!["path"]);
}
