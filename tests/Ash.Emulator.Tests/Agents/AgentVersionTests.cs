using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Agents;

public sealed class AgentVersionTests : IAsyncLifetime, IDisposable
{
    private const string Versions = "/api/agents/a/versions";

    private readonly AshServer _server = new();

    public async Task InitializeAsync() => await _server.GetAsync("POST", "/api/agents", new { name = "a", systemPrompt = "You are a." });

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Versions_are_numbered_and_listed_with_the_newest_first()
    {
        await CreateAsync(new { });
        await CreateAsync(new { name = "second" });

        Assert.Equal(["2 second", "1 v1"], (await ListAsync()).Select(version => $"{version["versionNumber"]} {version["name"]}"));
    }

    [Fact]
    public async Task The_number_after_the_highest_is_given_even_when_that_was_given_before()
    {
        await CreateAsync(new { });
        await CreateAsync(new { });
        Assert.Equal(HttpStatusCode.NoContent, (await _server.SendAsync("DELETE", $"{Versions}/2")).Status);

        Assert.Equal(2, (int)(await CreateAsync(new { }))["versionNumber"]!);
    }

    [Fact]
    public async Task A_clone_takes_the_prompt_and_the_files_that_it_is_not_given()
    {
        var source = await CreateAsync("""{"systemPrompt":"p","releaseNotes":"n","knowledgeFiles":["k"]}""");

        var clone = await CreateAsync(new { cloneFrom = 1, systemPrompt = "q" });
        Assert.Equal("""["q",null,["k"]]""", Of(clone, "systemPrompt", "releaseNotes", "knowledgeFiles"));
        clone = await CreateAsync(new { cloneFrom = (string)source["id"]! });
        Assert.Equal("""["p",null,["k"]]""", Of(clone, "systemPrompt", "releaseNotes", "knowledgeFiles"));
    }

    [Fact]
    public async Task A_change_leaves_what_it_does_not_name()
    {
        await CreateAsync(new { name = "x", systemPrompt = "p", releaseNotes = "n" });

        var changed = (await _server.GetAsync("PATCH", $"{Versions}/1", new { systemPrompt = "", knowledgeFiles = Array.Empty<string>() }))["version"]!;

        Assert.Equal("""["x","","n",[]]""", Of(changed, "name", "systemPrompt", "releaseNotes", "knowledgeFiles"));
    }

    [Fact]
    public async Task One_version_is_active_and_new_sessions_get_its_prompt()
    {
        await CreateAsync(new { systemPrompt = "first" });
        await CreateAsync(new { systemPrompt = "second" });
        foreach (var number in new[] { 1, 2 })
            await _server.GetAsync("POST", $"{Versions}/{number}/activate");

        Assert.Equal([true, false], (await ListAsync()).Select(version => (bool)version["isActive"]!));
        Assert.Equal("second", await PromptAsync(new { agent = "a" }));
        Assert.Equal("mine", await PromptAsync(new { agent = "a", systemPrompt = "mine" }));
        await _server.SendAsync("DELETE", $"{Versions}/2");
        Assert.Equal("You are a.", await PromptAsync(new { agent = "a" }));
    }

    [Fact]
    public async Task Versions_outlive_their_agent()
    {
        await CreateAsync(new { name = "old" });
        await _server.GetAsync("DELETE", "/api/agents/a");
        Assert.Equal("Agent not found", (string?)(await _server.SendAsync("GET", Versions)).Body!["error"]);
        await InitializeAsync();

        Assert.Equal("old", (string?)Assert.Single(await ListAsync())["name"]);
    }

    [Theory]
    [InlineData("POST", "", """{"cloneFrom":7}""", 400, "Source version 7 not found")]
    [InlineData("POST", "", """{"cloneFrom":{}}""", 400, "Bad Request")]
    [InlineData("POST", "", """{"name":{}}""", 400, "Bad Request")]
    [InlineData("PATCH", "/1", """{"name":{}}""", 400, "body/name must be string")]
    [InlineData("PATCH", "/9", "{}", 404, "Version not found")]
    [InlineData("GET", "/x", null, 404, "Version not found")]
    [InlineData("DELETE", "/9", null, 404, "Version not found")]
    [InlineData("POST", "/9/activate", null, 404, "Version not found")]
    public async Task What_is_wrong_is_refused(string method, string path, string? body, int status, string error)
    {
        await CreateAsync(new { });
        var (answered, answer) = await _server.SendAsync(method, Versions + path, body);

        Assert.Equal(status, (int)answered);
        Assert.Equal(error, (string?)(answer!["message"] ?? answer["error"]));
    }

    private async Task<JsonNode> CreateAsync(object version) => (await _server.GetAsync("POST", Versions, version))["version"]!;

    private async Task<IReadOnlyList<JsonNode>> ListAsync() =>
        [.. (await _server.GetAsync("GET", Versions))["versions"]!.AsArray().Select(version => version!)];

    private async Task<string> PromptAsync(object options)
    {
        var session = await _server.NewSessionAsync("a", options);
        return (string)(await _server.GetAsync("GET", $"/api/sessions/{session}/files/CLAUDE.md?format=json"))["content"]!;
    }

    private static string Of(JsonNode version, params string[] names) =>
        new JsonArray([.. names.Select(name => version[name]?.DeepClone())]).ToJsonString();
}
