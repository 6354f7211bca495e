using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Sessions;

public sealed class SessionFileTests : IDisposable
{
    private const int Mebibyte = 1024 * 1024;

    private readonly AshServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("a/b.txt", null)]
    [InlineData("./dot", null)]
    [InlineData("q//r", null)]
    [InlineData("x.DS_Store", null)]
    [InlineData("sub/.DS_Store", "Skipped: .DS_Store")]
    [InlineData("../up", "Invalid file path")]
    [InlineData("x/../y", "Invalid file path")]
    [InlineData("a..b", "Invalid file path")]
    [InlineData("/abs", "Invalid file path")]
    [InlineData("there", "EISDIR: illegal operation on a directory, open '/var/lib/ash/there'")]
    [InlineData("new/", "EISDIR: illegal operation on a directory, open '/var/lib/ash/new'")]
    [InlineData("", "EISDIR: illegal operation on a directory, open '/var/lib/ash/'")]
    [InlineData("there/file/more", "EEXIST: file already exists, mkdir '/var/lib/ash/there/file'")]
    public async Task A_file_is_written_or_the_reason_is_told(string path, string? error)
    {
        var session = await _server.NewSessionAsync();
        await WriteAsync(session, null, "there/file");

        var result = Assert.Single(await WriteAsync(session, null, path));

        Assert.Equal((path, error is null, error), ((string)result["path"]!, (bool)result["written"]!, (string?)result["error"]));
    }

    [Theory]
    [InlineData("in", "a", "in/a")]
    [InlineData("./in/", "a", "in/a")]
    [InlineData("in", "../a", "a")]
    [InlineData("", "a", "a")]
    [InlineData("in", "../../a", null)]
    [InlineData("..", "a", null)]
    [InlineData("/in", "a", null)]
    public async Task A_path_is_joined_to_the_folder_and_looked_at_for_where_it_leads(string target, string path, string? lies)
    {
        var session = await _server.NewSessionAsync();

        var result = Assert.Single(await WriteAsync(session, target, path));

        Assert.Equal((path, lies is not null), ((string)result["path"]!, (bool)result["written"]!));
        Assert.Equal(lies, (await ListAsync(session, "")).FirstOrDefault(file => file != "CLAUDE.md"));
    }

    [Fact]
    public async Task Each_list_leaves_out_what_a_real_one_does()
    {
        string[] all = [".cache/h", ".env", ".git/config", "a.lock", "node_modules/m.js", "sub/.DS_Store2", "tmp/h"];
        var session = await _server.NewSessionAsync();
        await WriteAsync(session, null, all);
        await _server.GetAsync("POST", "/api/agents/helper/files", new { files = all.Append(".DS_Store").Select(path => new { path, content = "eA==" }) });

        Assert.Equal([".cache/h", ".env", "CLAUDE.md", "sub/.DS_Store2", "tmp/h"], await ListAsync(session, ""));
        Assert.Equal([".env", "CLAUDE.md", "sub/.DS_Store2"], await ListAsync(session, "?includeHidden=false"));
        Assert.Equal(HttpStatusCode.OK, (await _server.SendAsync("GET", $"/api/sessions/{session}/files/a.lock?format=json")).Status);
        var agent = (await _server.GetAsync("GET", "/api/agents/helper/files"))["files"]!.AsArray().Select(file => (string?)file!["path"]);
        Assert.Equal([".DS_Store", ".env", "CLAUDE.md", "sub/.DS_Store2"], agent);

        await _server.GetAsync("POST", $"/api/sessions/{session}/stop");
        Assert.Equal([".env", "CLAUDE.md", "sub/.DS_Store2"], await ListAsync(session, "?includeHidden=true"));
    }

    [Fact]
    public async Task A_large_file_comes_as_it_is_and_one_too_large_not_at_all()
    {
        var session = await _server.NewSessionAsync();
        var large = new byte[2 * Mebibyte];
        large[^1] = 7;
        var tooLarge = new byte[50 * Mebibyte + 1];
        var files = new[]
        {
            new { path = "large", content = Convert.ToBase64String(large) }, new { path = "over", content = Convert.ToBase64String(tooLarge) },
        };

        var results = (await _server.GetAsync("POST", $"/api/sessions/{session}/files", new { files }))["files"]!.AsArray();

        Assert.Equal(
            [(true, null), (false, (string?)"File too large (52428801 bytes, max 52428800)")],
            results.Select(result => ((bool)result!["written"]!, (string?)result["error"])));
        var bytes = await _server.Http.GetByteArrayAsync(new Uri(_server.Emulator.Uri, $"/api/sessions/{session}/files/large"), AshServer.Soon);
        Assert.True(bytes.AsSpan().SequenceEqual(large));
        // The journal keeps no more of a request than it shows.
        Assert.InRange(_server.Emulator.Requests[^2].Body.Length, 1, Mebibyte);

        var (status, body) = await _server.SendAsync("GET", $"/api/sessions/{session}/files/large?format=json");
        Assert.Equal((HttpStatusCode.BadRequest, "File too large (2097152 bytes, max 1048576)"), (status, (string?)body!["error"]));
    }

    [Theory]
    [InlineData("H4sI", "Command failed: tar xzf")]
    [InlineData("bm9wZQ==", "Invalid bundle: not a gzip file")]
    public async Task A_bundle_that_is_none_is_the_servers_failure(string bundle, string message)
    {
        var session = await _server.NewSessionAsync();

        var (status, body) = await _server.SendAsync("POST", $"/api/sessions/{session}/workspace", new { bundle });

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.StartsWith(message, (string?)body!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_has_folders_and_times_and_no_secrets()
    {
        var from = await _server.NewSessionAsync();
        await WriteAsync(from, null, "sub/deep/a.lock", ".env", ".cache/h");
        var bundle = await _server.Http.GetByteArrayAsync(new Uri(_server.Emulator.Uri, $"/api/sessions/{from}/workspace"), AshServer.Soon);
        var times = await TimesAsync(from);

        var to = await _server.NewSessionAsync();
        await _server.GetAsync("POST", $"/api/sessions/{to}/workspace", new { bundle = Convert.ToBase64String(bundle) });

        Assert.Equal(HttpStatusCode.OK, (await _server.SendAsync("GET", $"/api/sessions/{to}/files/sub/deep/a.lock?format=json")).Status);
        Assert.Equal(["CLAUDE.md"], await ListAsync(to, ""));
        Assert.Equal(times["CLAUDE.md"], (await TimesAsync(to))["CLAUDE.md"]);
    }

    [Fact]
    public async Task A_folder_of_an_agent_is_no_file()
    {
        await _server.NewSessionAsync();
        await _server.GetAsync("POST", "/api/agents/helper/files", new { files = new[] { new { path = "d/../e/x", content = "eA==" } } });

        Assert.Equal(
            (HttpStatusCode.InternalServerError, "EISDIR", "EISDIR: illegal operation on a directory, unlink '/var/lib/ash/e'"),
            Told(await _server.SendAsync("DELETE", "/api/agents/helper/files/e")));
        Assert.Equal(
            (HttpStatusCode.InternalServerError, "EISDIR", "EISDIR: illegal operation on a directory, open '/var/lib/ash/e'"),
            Told(await _server.SendAsync("POST", "/api/agents/helper/files", new { files = new[] { new { path = "e", content = "eA==" } } })));
        Assert.Equal("Path escapes agent directory", (string?)(await _server.SendAsync("DELETE", "/api/agents/helper/files/..%2fx")).Body!["error"]);
    }

    private static (HttpStatusCode Status, string? Code, string? Message) Told((HttpStatusCode Status, JsonNode? Body) answer) =>
        (answer.Status, (string?)answer.Body!["code"], (string?)answer.Body["message"]);

    private async Task<IReadOnlyList<JsonNode>> WriteAsync(string session, string? targetPath, params string[] paths)
    {
        var files = paths.Select(path => new { path, content = "eA==" });
        object body = targetPath is null ? new { files } : new { files, targetPath };
        return [.. (await _server.GetAsync("POST", $"/api/sessions/{session}/files", body))["files"]!.AsArray().Select(file => file!)];
    }

    private async Task<IEnumerable<string?>> ListAsync(string session, string query) =>
        (await _server.GetAsync("GET", $"/api/sessions/{session}/files{query}"))["files"]!.AsArray().Select(file => (string?)file!["path"]);

    private async Task<Dictionary<string, string>> TimesAsync(string session) =>
        (await _server.GetAsync("GET", $"/api/sessions/{session}/files"))["files"]!.AsArray()
            .ToDictionary(file => (string)file!["path"]!, file => (string)file!["modifiedAt"]!);
}
