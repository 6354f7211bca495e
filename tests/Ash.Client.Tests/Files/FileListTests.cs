using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>The files of sessions and of agents: what is asked for, and what becomes of the answers.</summary>
public class FileListTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_workspace_is_listed(bool includeHidden)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200,
            """{"files":[{"path":"sub/a.txt","size":6,"modifiedAt":"2026-05-01T10:00:00.000Z","mode":"0644"}],"source":"snapshot"}"""));
        using AshClient client = Clients.ClientOf(server);

        SessionFile file = Assert.Single(await client.SessionFiles.ListAsync(Clients.SessionId, includeHidden).Soon());

        Assert.Equal(
            $"GET /api/sessions/{Clients.SessionId}/files?includeHidden={(includeHidden ? "true" : "false")}",
            Assert.Single(server.Requests).ToString());
        Assert.Equal(("sub/a.txt", "a.txt", 6L, Clients.SessionId, "snapshot"), (file.Path, file.Name, file.Length, file.SessionId, file.Source));
        Assert.Equal(new DateTime(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc).ToLocalTime(), file.ModifiedAt);
        Assert.Equal("0644", file.GetAdditionalProperties()["mode"].GetString());
    }

    [Fact]
    public async Task An_agents_folder_is_listed()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"files":[{"path":"CLAUDE.md","size":8,"modifiedAt":"2026-05-01T10:00:00Z"}]}"""));
        using AshClient client = Clients.ClientOf(server);

        AgentFile file = Assert.Single(await client.AgentFiles.ListAsync("my-agent").Soon());

        Assert.Equal("GET /api/agents/my-agent/files", Assert.Single(server.Requests).ToString());
        Assert.Equal(("CLAUDE.md", "CLAUDE.md", 8L, "my-agent"), (file.Path, file.Name, file.Length, file.AgentName));
    }

    [Fact]
    public async Task A_path_stands_in_the_address_part_by_part()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            FileAnswers.Whole("x"), FileAnswers.Whole("x"), Json(200, """{"path":"x","deleted":true}"""), Json(200, """{"deleted":true}"""));
        using AshClient client = Clients.ClientOf(server);
        const string Path = "a b/%2e%2e/ü?#[1].txt";

        (await client.SessionFiles.OpenAsync(Clients.SessionId, Path).Soon()).Dispose();
        (await client.AgentFiles.OpenAsync("a", Path).Soon()).Dispose();
        await client.SessionFiles.DeleteAsync(Clients.SessionId, Path).Soon();
        await client.AgentFiles.DeleteAsync("a", Path).Soon();

        const string Escaped = "a%20b/%252e%252e/%C3%BC%3F%23%5B1%5D.txt";
        Assert.Equal(
            [
                $"GET /api/sessions/{Clients.SessionId}/files/{Escaped}?format=raw", $"GET /api/agents/a/files/{Escaped}?format=raw",
                $"DELETE /api/sessions/{Clients.SessionId}/files/{Escaped}", $"DELETE /api/agents/a/files/{Escaped}",
            ],
            server.Requests.Select(static request => request.ToString()));
    }

    [Fact]
    public async Task Files_of_an_agent_go_up_in_requests_that_the_server_takes()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("A.bin", new byte[500_000]).With("B.bin", new byte[500_000]).With("C.txt", "x")
            .With("D.bin", new byte[900_000]);
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            while (await connection.ReadHeadAsync() is { } request)
            {
                if (request.Headers.ContainsKey("Expect")) await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
                request.Body = await connection.ReadBodyAsync(request.ContentLength);
                // The second of the last request is one that the server lost.
                await connection.WriteAsync(Json(200, """{"written":1}"""));
            }
        });
        using AshClient client = Clients.ClientOf(server);
        LocalFile[] files = [.. "ABC".SelectMany(name => AgentFileRoutes.Find(Path.Combine(folder.Path, name + (name == 'C' ? ".txt" : ".bin"))))];

        List<SentAgentFile> sent = await client.AgentFiles.SendAsync("a", files, "docs").ToListAsync().Soon();

        Assert.Equal(["POST /api/agents/a/files", "POST /api/agents/a/files"], server.Requests.Select(static request => request.ToString()));
        Assert.All(server.Requests, static request => Assert.InRange(request.ContentLength, 1, 1024 * 1024));
        Assert.Equal(
            ["docs/A.bin", "docs/B.bin", "docs/C.txt"],
            server.Requests.SelectMany(static r => r.Json!["files"]!.AsArray()).Select(static f => f!["path"]!.GetValue<string>()));
        Assert.Equal(
            [("docs/A.bin", 500_000L, true), ("docs/B.bin", 500_000L, true), ("docs/C.txt", 1L, false)],
            sent.Select(static file => (file.Path, file.Length, file.Written)));
        Assert.Equal(["a", "a", "a"], sent.Select(static file => file.AgentName));
        Assert.Contains("1 of 2", sent[2].Error, StringComparison.Ordinal);
        Assert.Equal(
            AshErrorCause.PayloadTooLarge,
            Assert.Throws<AshException>(() => AgentFileRoutes.Check(AgentFileRoutes.Find(Path.Combine(folder.Path, "D.bin"))[0])).Cause);
    }

    [Fact]
    public void A_folder_goes_up_to_an_agent_without_what_does_not_belong_there_and_to_a_session_whole()
    {
        using TemporaryFolder folder = new TemporaryFolder().With("src/a.cs", "x").With("src/.env", "x").With("src/.git/config", "x")
            .With("src/node_modules/b.js", "x").With("src/sub/.DS_Store", "x");
        string path = Path.Combine(folder.Path, "src");

        Assert.Equal(["src/a.cs"], AgentFileRoutes.Find(path + "/").Select(static file => file.Path));
        Assert.Equal(
            ["src/.env", "src/.git/config", "src/a.cs", "src/node_modules/b.js"], SessionFileRoutes.Find(path).Select(static file => file.Path));
        Assert.Equal([".env"], AgentFileRoutes.Find(Path.Combine(path, ".env")).Select(static file => file.Path));
    }

    [Fact]
    public async Task An_agent_whose_folder_is_gone_is_told_as_one()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(404, """{"error":"Agent directory not found on disk","statusCode":404}"""));
        using AshClient client = Clients.ClientOf(server);

        Assert.Equal(
            AshErrorCause.AgentFolderMissing, (await Assert.ThrowsAsync<AshApiException>(() => client.AgentFiles.ListAsync("a")).Soon()).Cause);
    }
}
