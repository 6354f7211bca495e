using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Agents;

public sealed class AgentTests : IDisposable
{
    private readonly AshServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose()
    {
        _server.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Deploying_again_counts_the_version_up_and_keeps_files_and_env()
    {
        await DeployAsync(new { name = "a", env = new { KEY = "v" }, files = Files("CLAUDE.md", "old.md") });
        var again = await DeployAsync(new { name = "a", files = Files("new.md", "../evil.md", "/abs.md") });

        Assert.Equal(2, (int)again["version"]!);
        Assert.False(again.AsObject().ContainsKey("env"));
        Assert.Equal(["CLAUDE.md", "new.md", "old.md"], await FilesAsync("a"));
        var shown = (await _server.GetAsync("GET", "/api/agents/a"))["agent"]!;
        Assert.Equal("""{"KEY":"***"}""", shown["env"]!.ToJsonString());
        Assert.NotEqual((string?)again["createdAt"], (string?)shown["createdAt"]);
    }

    [Fact]
    public async Task Agents_are_listed_by_name()
    {
        foreach (var name in new[] { "b", "C", "a" })
            await DeployAsync(new { name });

        var agents = (await _server.GetAsync("GET", "/api/agents"))["agents"]!.AsArray();
        Assert.Equal(["C", "a", "b"], agents.Select(agent => (string?)agent!["name"]));
    }

    [Fact]
    public async Task A_folder_of_this_machine_is_read_where_it_is_and_never_written()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "CLAUDE.md"), "# a");
        await DeployAsync(new { name = "a", path = _folder });
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "sub", "b.md"), "b");

        Assert.Equal(["CLAUDE.md", "sub/b.md"], await FilesAsync("a"));
        var (status, _) = await _server.SendAsync("POST", "/api/agents/a/files", new { files = Files("new.md") });
        Assert.Equal(HttpStatusCode.NotImplemented, status);
    }

    [Fact]
    public async Task A_session_of_an_agent_whose_folder_is_gone_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "CLAUDE.md"), "# a");
        await DeployAsync(new { name = "a", path = _folder });
        Directory.Delete(_folder, recursive: true);

        var (status, body) = await _server.SendAsync("POST", "/api/sessions", new { agent = "a" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(
            $"Agent directory not found at \"{_folder}\". The agent \"a\" may need to be re-deployed.", (string?)body!["error"]);
    }

    [Fact]
    public async Task Config_is_merged_and_env_is_replaced()
    {
        await DeployAsync(new { name = "a", env = new { A = "1", B = "2" } });
        await _server.GetAsync("PATCH", "/api/agents/a", new { env = new { C = "3" }, config = new { x = 1, y = 1 } });
        await _server.GetAsync("PATCH", "/api/agents/a/config", new { y = 2 });

        Assert.Equal("""{"C":"***"}""", (await _server.GetAsync("GET", "/api/agents/a"))["agent"]!["env"]!.ToJsonString());
        Assert.Equal("""{"x":1,"y":2}""", (await _server.GetAsync("GET", "/api/agents/a/config"))["config"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"files":[{"path":"a"}]}""", "body/files/0 must have required property 'content'")]
    [InlineData("""{"files":[]}""", null)]
    [InlineData("""[]""", "body must be object")]
    [InlineData("""{"files":[{"path":"../a","content":""}]}""", null)]
    public async Task Uploads_are_checked(string body, string? message)
    {
        await DeployAsync(new { name = "a" });
        var (_, answer) = await _server.SendAsync("POST", "/api/agents/a/files", body);

        Assert.Equal(message, (string?)answer!["message"]);
    }

    private static object[] Files(params string[] paths) => [.. paths.Select(path => new { path, content = "eA==" })];

    private async Task<JsonNode> DeployAsync(object agent) => (await _server.GetAsync("POST", "/api/agents", agent))["agent"]!;

    private async Task<IEnumerable<string?>> FilesAsync(string agent) =>
        (await _server.GetAsync("GET", $"/api/agents/{agent}/files"))["files"]!.AsArray().Select(file => (string?)file!["path"]);
}
