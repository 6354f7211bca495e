using System.Text.Json.Nodes;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>How files go up into a workspace.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_go_up_byte_for_byte_and_each_has_its_result()
    {
        _folder.With("data/a.md", "hello\n").With("data/sub/b.bin", [0xfb, 0xff, 0x00, 0x01]).With("data/.DS_Store", "x").With("data/empty", "");
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """
            {"files":[{"path":"data/a.md","written":true,"size":6},{"path":"data/empty","written":true,"size":0},
            {"path":"data/sub/b.bin","written":false,"error":"EACCES: permission denied","hint":"new"}]}
            """));
        using AshClient client = Clients.ClientOf(server);
        List<UploadProgress> progress = [];

        List<SentSessionFile> sent = await client.SessionFiles.SendAsync(
            Clients.SessionId, SessionFileRoutes.Find(Path.Combine(_folder.Path, "data")), "in/put",
            new Immediately<UploadProgress>(progress.Add)).ToListAsync().Soon();

        Assert.Equal(
            """{"targetPath":"in/put","files":[{"path":"data/a.md","mimeType":"text/markdown","content":"aGVsbG8K"},{"path":"data/empty","mimeType":"application/octet-stream","content":""},{"path":"data/sub/b.bin","mimeType":"application/octet-stream","content":"+/8AAQ=="}]}""",
            Assert.Single(server.Requests).BodyText);
        Assert.Equal($"POST /api/sessions/{Clients.SessionId}/files", server.Requests[0].ToString());
        Assert.Equal(
            [("in/put/data/a.md", 6, true, null), ("in/put/data/empty", 0, true, null), ("in/put/data/sub/b.bin", 4L, false, (string?)"EACCES: permission denied")],
            sent.Select(static file => (file.Path, file.Length, file.Written, file.Error)));
        Assert.All(sent, static file => Assert.Equal(Clients.SessionId, file.SessionId));
        Assert.Equal("new", sent[2].GetAdditionalProperties()["hint"].GetString());
        Assert.Equal(new UploadProgress(3, 10, 3, 10), progress[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(98_303)]
    [InlineData(98_304)]
    [InlineData(98_305)]
    [InlineData(5_000_002)]
    public async Task A_file_of_any_size_arrives_as_it_is(int length)
    {
        byte[] content = FileAnswers.Bytes(length);
        _folder.With("a.bin", content).With("b.bin", "b");
        await using ScriptedServer server = ScriptedServer.Start(AcceptAsync);
        using AshClient client = Clients.ClientOf(server);

        await client.SessionFiles.SendAsync(Clients.SessionId, Files()).ToListAsync().Soon();

        JsonArray files = Assert.Single(server.Requests).Json!["files"]!.AsArray();
        Assert.Equal(content, ContentOf(files[0]!));
        Assert.Equal("b"u8.ToArray(), ContentOf(files[1]!));
    }

    [Fact]
    public async Task A_name_that_looks_like_the_place_of_a_content_is_a_name()
    {
        string name = OperatingSystem.IsWindows() ? "'content':''" : "\"content\":\"\"";
        _folder.With(name, "hello");
        await using ScriptedServer server = ScriptedServer.Start(AcceptAsync);
        using AshClient client = Clients.ClientOf(server);

        await client.SessionFiles.SendAsync(Clients.SessionId, Files()).ToListAsync().Soon();

        JsonNode file = Assert.Single(Assert.Single(server.Requests).Json!["files"]!.AsArray())!;
        Assert.Equal((name, "hello"), (file["path"]!.GetValue<string>(), System.Text.Encoding.UTF8.GetString(ContentOf(file))));
    }

    [Fact]
    public async Task More_than_500_files_go_up_in_several_requests()
    {
        for (int i = 0; i < 501; i++) _folder.With($"{i:000}.txt", "x");
        await using ScriptedServer server = ScriptedServer.Start(AcceptAsync);
        using AshClient client = Clients.ClientOf(server);

        List<SentSessionFile> sent = await client.SessionFiles.SendAsync(Clients.SessionId, Files()).ToListAsync().Soon();

        Assert.Equal([500, 1], server.Requests.Select(static request => request.Json!["files"]!.AsArray().Count));
        Assert.Equal(Files().Select(static file => file.Path), sent.Select(static file => file.Path));
        Assert.All(sent, static file => Assert.True(file.Written));
    }

    [Fact]
    public void More_than_100_MiB_go_up_in_several_requests()
    {
        const long Half = 50 * 1024 * 1024;
        IReadOnlyList<IReadOnlyList<LocalFile>> batches = UploadLimits.Session.Split([File("a", Half), File("b", Half), File("c", 1), File("d", Half)]);

        Assert.Equal([["a", "b"], ["c", "d"]], batches.Select(static batch => batch.Select(static file => file.Path)));
        Assert.Equal(AshErrorCause.PayloadTooLarge, Assert.Throws<AshException>(() => UploadLimits.Session.Split([File("e", Half + 1)])).Cause);
    }

    [Fact]
    public async Task What_the_server_says_nothing_of_was_not_written()
    {
        _folder.With("a", "x").With("b", "x");
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"files":[{"path":"a","written":true,"size":1}]}"""));
        using AshClient client = Clients.ClientOf(server);

        List<SentSessionFile> sent = await client.SessionFiles.SendAsync(Clients.SessionId, Files()).ToListAsync().Soon();

        Assert.Equal([true, false], sent.Select(static file => file.Written));
        Assert.Contains("does not say", sent[1].Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("gone")]
    public async Task A_file_that_is_not_what_it_was_is_told_and_not_sent_again(string what)
    {
        _folder.With("a", new byte[300_000]).With("b", "hello");
        await using ScriptedServer server = ScriptedServer.Start(AcceptAsync);
        using AshClient client = new(Clients.OptionsFor(server.Address, maxRetryWait: TimeSpan.FromSeconds(30)));
        IReadOnlyList<LocalFile> files = Files();
        string path = Path.Combine(_folder.Path, "b");
        if (what == "changed") System.IO.File.AppendAllText(path, "!");
        else System.IO.File.Delete(path);

        AshException e = await Assert.ThrowsAsync<AshException>(() => client.SessionFiles.SendAsync(Clients.SessionId, files).ToListAsync().AsTask()).Soon();

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_request_that_the_server_turned_away_is_sent_again_whole()
    {
        _folder.With("a", "hello");
        ManualClock clock = new();
        await using ScriptedServer server = ScriptedServer.Answering(
            Json(429, """{"error":"Too Many Requests"}"""), Json(200, """{"files":[{"path":"a","written":true,"size":5}]}"""));
        using AshClient client = new(Clients.OptionsFor(server.Address, maxRetryWait: TimeSpan.FromSeconds(30), clock: clock));

        Task<List<SentSessionFile>> sending = client.SessionFiles.SendAsync(Clients.SessionId, Files()).ToListAsync().AsTask();
        await clock.RunAsync(sending).Soon();

        Assert.True(Assert.Single(await sending).Written);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].BodyText, server.Requests[1].BodyText);
    }

    [Fact]
    public async Task An_upload_that_moves_is_never_too_slow()
    {
        const int Piece = 8 * 1024 * 1024;
        _folder.With("a", new byte[3 * Piece]);
        ManualClock clock = new();
        using SemaphoreSlim more = new(0);
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            SeenRequest request = (await connection.ReadHeadAsync())!;
            await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            for (int left = request.ContentLength; left > 0; left -= Piece)
            {
                await connection.ReadBodyAsync(Math.Min(left, Piece));
                await connection.Until(more.WaitAsync());
            }
            await connection.WriteAsync(Json(200, """{"files":[{"path":"a","written":true,"size":1}]}"""));
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock, timeout: TimeSpan.FromSeconds(10)));
        long sent = 0;
        TaskCompletionSource moved = Waiting.Signal();

        Task<List<SentSessionFile>> sending = client.SessionFiles.SendAsync(
            Clients.SessionId, Files(), progress: new Immediately<UploadProgress>(value =>
            {
                Volatile.Write(ref sent, value.BytesSent);
                Volatile.Read(ref moved).TrySetResult();
            })).ToListAsync().AsTask();
        while (true)
        {
            // Something more goes out, and then nothing for nine seconds.
            TaskCompletionSource signal = Waiting.Signal();
            Volatile.Write(ref moved, signal);
            if (Volatile.Read(ref sent) == 3 * Piece) break;
            more.Release();
            await signal.Task.Soon();
            clock.Advance(TimeSpan.FromSeconds(9));
        }
        more.Release(10);

        Assert.True(Assert.Single(await sending.Soon()).Written);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/in")]
    [InlineData("in/")]
    [InlineData("../in")]
    [InlineData("in/./put")]
    public async Task A_folder_that_the_server_does_not_take_is_not_asked_for(string folder)
    {
        _folder.With("a", "x");
        await using ScriptedServer server = ScriptedServer.Start(AcceptAsync);
        using AshClient client = Clients.ClientOf(server);
        Func<Task>[] calls =
        [
            () => client.SessionFiles.SendAsync(Clients.SessionId, Files(), folder).ToListAsync().AsTask(),
            () => client.AgentFiles.SendAsync("a", Files(), folder).ToListAsync().AsTask(),
            () => client.SessionFiles.OpenAsync(Clients.SessionId, folder),
            () => client.SessionFiles.DeleteAsync(Clients.SessionId, folder),
            () => client.AgentFiles.OpenAsync("a", folder),
            () => client.AgentFiles.DeleteAsync("a", folder),
        ];

        foreach (Func<Task> call in calls)
            Assert.Equal(AshErrorCause.InvalidRequest, (await Assert.ThrowsAsync<AshException>(call).Soon()).Cause);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public void A_file_that_cannot_be_sent_is_found_before_it_is()
    {
        _folder.With("large", "x").With("small", "x");
        using (FileStream large = new(Path.Combine(_folder.Path, "large"), FileMode.Open)) large.SetLength(50 * 1024 * 1024 + 1);

        AshException e = Assert.Throws<AshException>(() => SessionFileRoutes.Check(Files()[0]));
        Assert.Equal(AshErrorCause.PayloadTooLarge, e.Cause);
        Assert.Contains("52,428,800", e.Message, StringComparison.Ordinal);
        SessionFileRoutes.Check(Files()[1]);

        LocalFile gone = Files()[1];
        System.IO.File.Delete(gone.FullName);
        Assert.Equal(AshErrorCause.InvalidRequest, Assert.Throws<AshException>(() => SessionFileRoutes.Check(gone)).Cause);
        Assert.Equal(AshErrorCause.InvalidRequest, Assert.Throws<AshException>(() => SessionFileRoutes.Find(gone.FullName)).Cause);
    }

    private static LocalFile File(string path, long length) => new(path, path, length);

    private static byte[] ContentOf(JsonNode file) => Convert.FromBase64String(file["content"]!.GetValue<string>());

    /// <summary>All files of the folder, at the top of the workspace.</summary>
    private LocalFile[] Files() =>
        [.. Directory.EnumerateFiles(_folder.Path).Order(StringComparer.Ordinal).SelectMany(SessionFileRoutes.Find)];

    /// <summary>Takes what comes, and says of each file that it was written.</summary>
    private static async Task AcceptAsync(ScriptedConnection connection)
    {
        while (await connection.ReadHeadAsync() is { } request)
        {
            if (request.Headers.ContainsKey("Expect")) await connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n");
            request.Body = await connection.ReadBodyAsync(request.ContentLength);
            IEnumerable<string> results = request.Json!["files"]!.AsArray().Select(static file => $$"""{"path":{{file!["path"]!.ToJsonString()}},"written":true,"size":1}""");
            await connection.WriteAsync(Json(200, $$"""{"files":[{{string.Join(',', results)}}]}"""));
        }
    }
}
