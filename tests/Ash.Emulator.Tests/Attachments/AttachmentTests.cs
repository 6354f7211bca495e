using System.Net;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests.Attachments;

public sealed class AttachmentTests : IDisposable
{
    private readonly AshServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task An_attachment_is_kept_beside_the_session_and_copied_into_its_workspace()
    {
        var session = await _server.NewSessionAsync();
        var other = await _server.NewSessionAsync();
        var added = await AddAsync(session, new { filename = "../x/a.txt", content = "aGk=", messageId = other });

        Assert.Equal(("a.txt", 2, "application/octet-stream", other),
            ((string)added["filename"]!, (int)added["size"]!, (string)added["mimeType"]!, (string)added["messageId"]!));
        Assert.Equal([(string?)added["id"]], await ListAsync(session));
        Assert.Empty(await ListAsync(other));
        var copy = await _server.GetAsync("GET", $"/api/sessions/{session}/files/attachments/a.txt?format=json");
        Assert.Equal("hi", (string?)copy["content"]);

        using var deleted = await _server.Http.DeleteAsync(new Uri(_server.Emulator.Uri, $"/api/attachments/{added["id"]}"), AshServer.Soon);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await ListAsync(session));
        Assert.Equal(HttpStatusCode.NotFound, (await _server.SendAsync("DELETE", $"/api/attachments/{added["id"]}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _server.SendAsync("GET", $"/api/sessions/{session}/files/attachments/a.txt?format=json")).Status);
    }

    [Fact]
    public async Task Without_a_sandbox_it_is_kept_all_the_same()
    {
        var session = await _server.NewSessionAsync();
        await _server.GetAsync("POST", $"/api/sessions/{session}/stop");

        await AddAsync(session, new { filename = "..", content = "aGk=" });

        var listed = (await _server.GetAsync("GET", $"/api/sessions/{session}/attachments"))["attachments"]!.AsArray();
        Assert.Equal("unnamed", (string?)Assert.Single(listed)!["filename"]);
        var files = (await _server.GetAsync("GET", $"/api/sessions/{session}/files"))["files"]!.AsArray();
        Assert.Equal("CLAUDE.md", (string?)Assert.Single(files)!["path"]);
    }

    [Theory]
    [InlineData("""{"filename":"","content":"eA=="}""", 400, "Bad Request")]
    [InlineData("""{"filename":"a","content":"eA==","messageId":"x"}""", 400, "Bad Request")]
    [InlineData("""{"filename":"a","content":"%%%"}""", 400, "Empty attachment content")]
    public async Task What_is_no_attachment_is_refused(string body, int status, string error)
    {
        var session = await _server.NewSessionAsync();
        var (answered, answer) = await _server.SendAsync("POST", $"/api/sessions/{session}/attachments", body);

        Assert.Equal((status, error), ((int)answered, (string?)answer!["error"]));
    }

    [Fact]
    public async Task An_id_that_is_none_is_refused_with_what_is_wrong_with_it()
    {
        var (status, answer) = await _server.SendAsync("GET", "/api/attachments/what");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("params/id must match format \"uuid\"", (string?)answer!["message"]);
        Assert.Null(_server.Emulator.Requests[^1].SessionId);
    }

    private async Task<JsonNode> AddAsync(string session, object file) =>
        (await _server.GetAsync("POST", $"/api/sessions/{session}/attachments", file))["attachment"]!;

    private async Task<IEnumerable<string?>> ListAsync(string session) =>
        (await _server.GetAsync("GET", $"/api/sessions/{session}/attachments"))["attachments"]!.AsArray().Select(one => (string?)one!["id"]);
}
