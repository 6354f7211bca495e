using System.Globalization;
using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>The recorded answers of the routes of files, served again byte for byte.</summary>
public sealed class RecordedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RecordingsTheory]
    [InlineData("files-list")]
    [InlineData("files-of-ended")]
    [InlineData("files-of-forked")]
    [InlineData("files-of-paused")]
    [InlineData("files-of-stopped")]
    public async Task A_workspace(string name)
    {
        (IReadOnlyList<SessionFile> files, JsonNode json) = await PlayAsync(name, static client => client.SessionFiles.ListAsync(Clients.SessionId));

        AssertSame(json["files"]!, files);
        Assert.All(files, file => Assert.Equal((string)json["source"]!, file.Source));
    }

    [RecordingsTheory]
    [InlineData("agent-files-list")]
    public async Task An_agents_folder(string name)
    {
        (IReadOnlyList<AgentFile> files, JsonNode json) = await PlayAsync(name, static client => client.AgentFiles.ListAsync("byfiles"));

        AssertSame(json["files"]!, files);
    }

    [RecordingsTheory]
    [InlineData("file-get-raw", "b.txt", "hello\n")]
    [InlineData("agent-file-get-raw", "CLAUDE.md", "# files\n")]
    [InlineData("attachment-get", "né.txt", "hi there")]
    public async Task A_file(string recording, string name, string text)
    {
        await using ScriptedServer server = ScriptedServer.Answering(new Recording(recording).Response);
        using AshClient client = Clients.ClientOf(server);

        using FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "a").Soon();

        Assert.Equal((name, text), (download.Name, await download.ReadTextAsync().Soon()));
    }

    [RecordingsTheory]
    [InlineData("files-write")]
    public async Task Files_that_were_sent_and_not_all_written(string name)
    {
        _folder.With("1", "x").With("2", "x").With("3", "x");
        LocalFile[] files = [.. Directory.EnumerateFiles(_folder.Path).Order(StringComparer.Ordinal).SelectMany(SessionFileRoutes.Find)];

        (List<SentSessionFile> sent, JsonNode json) = await PlayAsync(
            name, client => client.SessionFiles.SendAsync(Clients.SessionId, files).ToListAsync().AsTask());

        Assert.Equal(
            json["files"]!.AsArray().Select(static file => ((bool)file!["written"]!, (string?)file["error"])),
            sent.Select(static file => (file.Written, file.Error)));
    }

    [RecordingsTheory]
    [InlineData("attachments-list")]
    public async Task Attachments(string name)
    {
        (IReadOnlyList<Attachment> attachments, JsonNode json) =
            await PlayAsync(name, static client => client.Attachments.ListAsync(Clients.SessionId));

        JsonNode expected = Assert.Single(json["attachments"]!.AsArray())!;
        Attachment attachment = Assert.Single(attachments);
        Assert.Equal(
            ((string)expected["id"]!, (string)expected["sessionId"]!, (string)expected["filename"]!, (string)expected["mimeType"]!, (long)expected["size"]!),
            (attachment.Id, attachment.SessionId, attachment.Name, attachment.MediaType!, attachment.Length));
        Assert.Null(attachment.MessageId);
        Assert.Empty(attachment.GetAdditionalProperties());
    }

    [RecordingsTheory]
    [InlineData("attachment-delete")]
    [InlineData("file-delete")]
    [InlineData("agent-file-delete")]
    public async Task What_was_removed(string name)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);

        await (name switch
        {
            "attachment-delete" => client.Attachments.DeleteAsync(recording.Request.Target.Split('/')[^1]),
            "file-delete" => client.SessionFiles.DeleteAsync(recording.Request.Target.Split('/')[3], "a/b.txt"),
            _ => client.AgentFiles.DeleteAsync("byfiles", "docs/x.txt"),
        }).Soon();

        Assert.Equal(recording.Request.ToString(), Assert.Single(server.Requests).ToString());
    }

    [RecordingsTheory]
    [InlineData("workspace-upload")]
    public async Task A_workspace_that_was_put_back(string name)
    {
        Recording recording = new(name);
        byte[] bundle = Convert.FromBase64String((string)recording.Request.Json!["bundle"]!);
        _folder.With("ws.tar.gz", bundle);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);

        WorkspaceRestore restore = await client.Workspaces.RestoreAsync(Clients.SessionId, Path.Combine(_folder.Path, "ws.tar.gz")).Soon();

        Assert.True(JsonNode.DeepEquals(recording.Request.Json, Assert.Single(server.Requests).Json));
        Assert.Equal((string)recording.ResponseJson!["message"]!, restore.Message);
    }

    [RecordingsTheory]
    [InlineData("file-get-directory", AshErrorCause.InvalidRequest)]
    [InlineData("file-get-unknown", AshErrorCause.NotFound)]
    [InlineData("agent-file-get-unknown", AshErrorCause.NotFound)]
    [InlineData("attachment-get-unknown", AshErrorCause.NotFound)]
    public async Task A_file_that_is_none(string name, AshErrorCause cause)
    {
        await using ScriptedServer server = ScriptedServer.Answering(new Recording(name).Response);
        using AshClient client = Clients.ClientOf(server);

        Assert.Equal(cause, (await Assert.ThrowsAsync<AshApiException>(() => client.SessionFiles.OpenAsync(Clients.SessionId, "a")).Soon()).Cause);
    }

    private static async Task<(T Result, JsonNode Json)> PlayAsync<T>(string name, Func<AshClient, Task<T>> call)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);
        return (await call(client).Soon(), recording.ResponseJson!);
    }

    private static void AssertSame(JsonNode expected, IReadOnlyList<ServerFile> files)
    {
        Assert.Equal(
            expected.AsArray().Select(static file => ((string)file!["path"]!, (long)file["size"]!, (string)file["modifiedAt"]!)),
            files.Select(static file => (
                file.Path, file.Length, file.ModifiedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture))));
        Assert.All(files, static file => Assert.Empty(file.GetAdditionalProperties()));
    }
}
