using System.Text.Json.Nodes;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Attachments of a session.</summary>
public sealed class AttachmentTests : IDisposable
{
    private const string Id = "25e829e8-cce0-42bc-b3c0-3f37c2721e45";

    private const string Added =
        $$"""{"id":"{{Id}}","sessionId":"{{Clients.SessionId}}","filename":"a.txt","mimeType":"text/plain","size":8,"createdAt":"2026-05-01T10:00:00.000Z","tenantId":"default","messageId":"unlinked"}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.txt", "hi there", null, "text/plain")]
    [InlineData("a.unknown", "hi there", null, "application/octet-stream")]
    [InlineData("a.txt", "%PDF-1.7", null, "application/pdf")]
    [InlineData("a.txt", "%PDF-1.7", "text/x-mine", "text/x-mine")]
    public async Task A_file_is_added_with_its_type(string name, string content, string? given, string type)
    {
        _folder.With(name, content);
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, $$"""{"attachment":{{Added}}}"""));
        using AshClient client = Clients.ClientOf(server);

        Attachment added = await client.Attachments.AddAsync(Clients.SessionId, Path.Combine(_folder.Path, name), given, messageId: Id).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal($"POST /api/sessions/{Clients.SessionId}/attachments", sent.ToString());
        JsonNode body = sent.Json!;
        Assert.Equal((name, type, Id), ((string)body["filename"]!, (string)body["mimeType"]!, (string)body["messageId"]!));
        Assert.Equal(Utf8(content), Convert.FromBase64String((string)body["content"]!));
        Assert.Equal(
            (Id, Clients.SessionId, "a.txt", "text/plain", 8L, (string?)null),
            (added.Id, added.SessionId, added.Name, added.MediaType, added.Length, added.MessageId));
    }

    [Fact]
    public async Task Attachments_are_listed_opened_and_removed()
    {
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(200, $$"""{"attachments":[{{Added}},{{Added.Replace("unlinked", Id, StringComparison.Ordinal)}}]}"""),
            FileAnswers.Whole("hi there"u8.ToArray(), "né.txt"), Utf8("HTTP/1.1 204 No Content\r\n\r\n"));
        using AshClient client = Clients.ClientOf(server);

        IReadOnlyList<Attachment> listed = await client.Attachments.ListAsync(Clients.SessionId).Soon();
        using FileDownload download = await client.Attachments.OpenAsync(Id).Soon();
        string text = await download.ReadTextAsync().Soon();
        await client.Attachments.DeleteAsync(Id).Soon();

        Assert.Equal([null, Id], listed.Select(static attachment => attachment.MessageId));
        Assert.Equal(("né.txt", "hi there"), (download.Name, text));
        Assert.Equal(
            [$"GET /api/sessions/{Clients.SessionId}/attachments", $"GET /api/attachments/{Id}", $"DELETE /api/attachments/{Id}"],
            server.Requests.Select(static request => request.ToString()));
    }

    [Theory]
    [InlineData(0, AshErrorCause.InvalidRequest, "is empty")]
    [InlineData(787_000, AshErrorCause.PayloadTooLarge, "780,000")]
    [InlineData(50_000_000, AshErrorCause.PayloadTooLarge, "780,000")]
    public async Task A_file_that_the_server_does_not_take_is_not_sent(int length, AshErrorCause cause, string says)
    {
        _folder.With("a.bin", "");
        using (FileStream file = new(Path.Combine(_folder.Path, "a.bin"), FileMode.Open)) file.SetLength(length);
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, $$"""{"attachment":{{Added}}}"""));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(
            () => client.Attachments.AddAsync(Clients.SessionId, Path.Combine(_folder.Path, "a.bin"))).Soon();

        Assert.Equal(cause, e.Cause);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("what")]
    public async Task An_id_that_is_none_is_not_asked_for(string id)
    {
        _folder.With("a.txt", "x");
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, "{}"));
        using AshClient client = Clients.ClientOf(server);
        Func<Task>[] calls =
        [
            () => client.Attachments.OpenAsync(id), () => client.Attachments.DeleteAsync(id),
            () => client.Attachments.AddAsync(Clients.SessionId, Path.Combine(_folder.Path, "a.txt"), messageId: id),
            () => client.Attachments.AddAsync(Clients.SessionId, Path.Combine(_folder.Path, "gone.txt")),
        ];

        foreach (Func<Task> call in calls)
            Assert.Equal(AshErrorCause.InvalidRequest, (await Assert.ThrowsAsync<AshException>(call).Soon()).Cause);
        Assert.Equal(0, server.Connections);
    }
}
