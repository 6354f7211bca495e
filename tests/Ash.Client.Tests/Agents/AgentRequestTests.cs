using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for agents, and what does not.</summary>
public class AgentRequestTests
{
    [Fact]
    public async Task A_folder_goes_up_file_by_file_with_its_environment()
    {
        using TemporaryFolder folder = new TemporaryFolder()
            .With("CLAUDE.md", "# Hi\n").With("skills/a/SKILL.md", "a").With("data.bin", [0xfb, 0xff, 0x00]).With(".env", "A=1\nB=2\n");
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);

        AgentDeployment agent = await client.Agents.PublishAsync(
            "my-agent_1", AgentFolder.Read(folder.Path), new Dictionary<string, string> { ["B"] = "3", ["C"] = "4" }).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal("POST /api/agents", sent.ToString());
        Assert.Equal(
            """{"name":"my-agent_1","env":{"A":"1","B":"3","C":"4"},"files":[{"path":"CLAUDE.md","content":"IyBIaQo="},{"path":"data.bin","content":"+/8A"},{"path":"skills/a/SKILL.md","content":"YQ=="}]}""",
            sent.BodyText);
        Assert.Equal((2, 3, 9), (agent.Version, agent.FileCount, agent.Length));
    }

    [Fact]
    public async Task A_folder_that_is_more_than_one_request_takes_goes_up_in_several()
    {
        using TemporaryFolder folder = new TemporaryFolder()
            .With("A.bin", new byte[500_000]).With("B.bin", new byte[500_000]).With("C.bin", new byte[1000]).With("CLAUDE.md", "x");
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadRequestAsync() is { } request)
                await connection.WriteAsync(request.Target == "/api/agents" ? Json(201, Samples.Agent) : Json(200, """{"written":1}"""));
        });
        using AshClient client = Clients.ClientOf(server);
        List<UploadProgress> progress = [];

        AgentDeployment deployed = await client.Agents.PublishAsync(
            "a", AgentFolder.Read(folder.Path), progress: new Immediately<UploadProgress>(progress.Add)).Soon();

        Assert.Equal(["POST /api/agents", "POST /api/agents/a/files"], server.Requests.Select(static r => r.ToString()));
        Assert.All(server.Requests, static r => Assert.InRange(r.ContentLength, 1, 1024 * 1024));
        Assert.Equal("CLAUDE.md", server.Requests[0].Json!["files"]![0]!["path"]!.GetValue<string>());
        Assert.Equal(
            ["CLAUDE.md", "A.bin", "B.bin", "C.bin"],
            server.Requests.SelectMany(static r => r.Json!["files"]!.AsArray()).Select(static f => f!["path"]!.GetValue<string>()));
        Assert.Equal((4, 1_001_001L), (deployed.FileCount!.Value, deployed.Length!.Value));
        Assert.Equal([new UploadProgress(2, 500_001, 4, 1_001_001), new(4, 1_001_001, 4, 1_001_001)], progress);
    }

    [Fact]
    public async Task What_the_folder_no_longer_has_is_removed_when_that_is_asked_for()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("CLAUDE.md", "x");
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(201, Samples.Agent), Json(200, """{"files":[{"path":"CLAUDE.md","size":1},{"path":"old/a b.md","size":1}]}"""),
            Json(200, """{"deleted":true}"""));
        using AshClient client = Clients.ClientOf(server);

        AgentDeployment deployed = await client.Agents.PublishAsync("a", AgentFolder.Read(folder.Path), prune: true).Soon();

        Assert.Equal(["old/a b.md"], deployed.Removed);
        Assert.Equal(
            ["POST /api/agents", "GET /api/agents/a/files", "DELETE /api/agents/a/files/old/a%20b.md"],
            server.Requests.Select(static r => r.ToString()));
    }

    [Fact]
    public async Task A_change_says_only_what_changes()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);

        await client.Agents.UpdateAsync("a", new Dictionary<string, string> { ["A"] = "1" }).Soon();
        await client.Agents.UpdateAsync("a", config: """{"max_turns":3}""").Soon();
        await client.Agents.DeleteAsync("a").Soon();

        Assert.Equal(["PATCH /api/agents/a", "PATCH /api/agents/a", "DELETE /api/agents/a"], server.Requests.Select(static r => r.ToString()));
        Assert.Equal(["""{"env":{"A":"1"}}""", """{"config":{"max_turns":3}}""", ""], server.Requests.Select(static r => r.BodyText));
    }

    [Fact]
    public async Task A_folder_on_the_server_goes_as_its_path()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);

        await client.Agents.PublishServerPathAsync("a", "/srv/agents/a", new Dictionary<string, string> { ["A"] = "1" }).Soon();
        await client.Agents.PublishServerPathAsync("a", "agents/a").Soon();

        Assert.Equal(
            ["""{"name":"a","path":"/srv/agents/a","env":{"A":"1"}}""", """{"name":"a","path":"agents/a"}"""],
            server.Requests.Select(static r => r.BodyText));
    }

    [Fact]
    public async Task A_system_prompt_goes_as_it_is()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);

        await client.Agents.PublishSystemPromptAsync("a", "Be <kind> & 'good'.").Soon();

        Assert.Equal("""{"name":"a","systemPrompt":"Be <kind> & 'good'."}""", Assert.Single(server.Requests).BodyText);
    }

    [Fact]
    public async Task A_prompt_that_fits_the_servers_limit_is_sent_whatever_its_letters()
    {
        string prompt = new('ü', 400_000);
        await using ScriptedServer server = ScriptedServer.Start(AcceptLargeAsync);
        using AshClient client = Clients.ClientOf(server);

        await client.Agents.PublishSystemPromptAsync("a", prompt).Soon();

        Assert.Equal(prompt, Assert.Single(server.Requests).Json!["systemPrompt"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_folder_that_fits_the_servers_limit_is_sent_whatever_its_bytes()
    {
        // 760 KiB are 1,037,654 characters as base64, a quarter of them '+' for these bytes.
        using TemporaryFolder folder = new TemporaryFolder().With("CLAUDE.md", "x").With("data.bin", Enumerable.Repeat((byte)0xfb, 760 * 1024).ToArray());
        await using ScriptedServer server = ScriptedServer.Start(AcceptLargeAsync);
        using AshClient client = Clients.ClientOf(server);

        await client.Agents.PublishAsync("a", AgentFolder.Read(folder.Path)).Soon();

        Assert.InRange(Assert.Single(server.Requests).ContentLength, 760 * 1024 * 4 / 3, 1024 * 1024);
    }

    [Fact]
    public async Task A_folder_beyond_the_servers_limit_is_not_sent()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("CLAUDE.md", "x").With("data.bin", new byte[800 * 1024]);
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => client.Agents.PublishAsync("a", AgentFolder.Read(folder.Path))).Soon();

        Assert.Equal(AshErrorCause.PayloadTooLarge, e.Cause);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a\n")]
    [InlineData("é")]
    public async Task A_name_that_the_server_does_not_take_is_not_sent(string name)
    {
        using TemporaryFolder folder = new TemporaryFolder().With("CLAUDE.md", "x");
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);
        Func<Task>[] calls =
        [
            () => client.Agents.GetAsync(name),
            () => client.Agents.PublishAsync(name, AgentFolder.Read(folder.Path)),
            () => client.Agents.PublishServerPathAsync(name, "/x"),
            () => client.Agents.PublishSystemPromptAsync(name, "x"),
        ];

        foreach (Func<Task> call in calls)
        {
            AshException e = await Assert.ThrowsAsync<AshException>(call).Soon();
            Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        }
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_path_or_prompt_that_the_server_does_not_take_is_not_sent()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, Samples.Agent));
        using AshClient client = Clients.ClientOf(server);
        Func<Task>[] calls =
        [
            () => client.Agents.PublishServerPathAsync("a", " "),
            () => client.Agents.PublishServerPathAsync("a", new string('x', 4097)),
            () => client.Agents.PublishSystemPromptAsync("a", new string('x', 1_000_001)),
        ];

        foreach (Func<Task> call in calls)
        {
            AshException e = await Assert.ThrowsAsync<AshException>(call).Soon();
            Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        }
        Assert.Equal(0, server.Connections);
    }

    private static async Task AcceptLargeAsync(ScriptedConnection connection)
    {
        SeenRequest request = (await connection.ReadHeadAsync())!;
        await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
        request.Body = await connection.ReadBodyAsync(request.ContentLength);
        await connection.WriteAsync(Json(201, Samples.Agent));
        await connection.ClosedByClientAsync();
    }
}
