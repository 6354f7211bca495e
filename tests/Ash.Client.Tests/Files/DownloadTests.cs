using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>How a file comes down: whole and under its own name, or not at all.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "sub", "a.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_saved_byte_for_byte_with_its_time_and_nothing_beside_it()
    {
        byte[] content = FileAnswers.Bytes(3_000_001);
        await using ScriptedServer server = ScriptedServer.Answering(FileAnswers.Whole(content, "ü b.bin", "application/x-thing", "X-Ash-Source: snapshot"));
        using AshClient client = Clients.ClientOf(server);
        List<long> progress = [];
        DateTime modified = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Local);

        using FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "x/ü b.bin").Soon();
        FileInfo file = await download.SaveAsync(Target, modifiedAt: modified, progress: new Immediately<long>(progress.Add)).Soon();

        Assert.Equal(
            ("ü b.bin", "application/x-thing", 3_000_001L, "snapshot"),
            (download.Name, download.MediaType, download.Length, download.Source));
        Assert.Equal((Target, 3_000_001L, modified), (file.FullName, file.Length, file.LastWriteTime));
        Assert.Equal(content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(3_000_001, progress[^1]);
        Assert.Equal(progress.Order(), progress);
        AssertLeft("a.txt");
    }

    [Fact]
    public async Task A_file_whose_size_is_not_told_is_saved_whole()
    {
        byte[] content = FileAnswers.Bytes(200_000);
        await using ScriptedServer server = ScriptedServer.Answering(
            [.. FileAnswers.Head(length: null), .. Chunk(content.AsSpan(0, 1)), .. Chunk(content.AsSpan(1)), .. Utf8(LastChunk)]);

        FileInfo file = await SaveAsync(server).Soon();

        Assert.Equal(content, await File.ReadAllBytesAsync(file.FullName));
    }

    [Fact]
    public async Task An_empty_file_is_saved()
    {
        await using ScriptedServer server = ScriptedServer.Answering(FileAnswers.Whole(""));

        Assert.Equal(0, (await SaveAsync(server).Soon()).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_is_there_is_replaced_only_when_that_is_asked_for(bool overwrite)
    {
        _folder.With("sub/a.txt", "old");
        await using ScriptedServer server = ScriptedServer.Answering(FileAnswers.Whole("new"));

        Task<FileInfo> saving = SaveAsync(server, overwrite);

        if (overwrite) await saving.Soon();
        else Assert.Equal(AshErrorCause.FileNotWritten, (await Assert.ThrowsAsync<AshException>(() => saving).Soon()).Cause);
        Assert.Equal(overwrite ? "new" : "old", await File.ReadAllTextAsync(Target));
        AssertLeft("a.txt");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told()
    {
        _folder.With("sub", "a file where a folder is due");
        await using ScriptedServer server = ScriptedServer.Answering(FileAnswers.Whole("new"));

        AshException e = await Assert.ThrowsAsync<AshException>(() => SaveAsync(server)).Soon();

        Assert.Equal(AshErrorCause.FileNotWritten, e.Cause);
        Assert.Contains(Target, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("closed", 100)]
    [InlineData("reset", 100)]
    [InlineData("closed", null)]
    public async Task A_cut_is_told_with_how_far_it_came_and_leaves_nothing(string how, int? length)
    {
        TaskCompletionSource begun = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            byte[] part = new byte[40];
            byte[] begin = [.. FileAnswers.Head(length), .. length is null ? Chunk(part) : part];
            await connection.WriteAsync(begin);
            await connection.Until(begun.Task);
            if (how == "reset") connection.Reset();
            else connection.Close();
        });
        // It would try again if it might.
        using AshClient client = new(Clients.OptionsFor(server.Address, maxRetryWait: TimeSpan.FromSeconds(30)));
        using FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "a.txt").Soon();

        Task<FileInfo> saving = download.SaveAsync(Target, progress: new Immediately<long>(_ => begun.TrySetResult()));

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => saving).Soon();
        Assert.Equal(AshErrorCause.ServerUnreachable, e.Cause);
        Assert.Contains(length is null ? "broke after 40 bytes of GET" : "broke after 40 of 100 bytes of GET", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        AssertLeft();
    }

    [Fact]
    public async Task A_read_is_repeated_until_the_first_bytes_are_there()
    {
        int connections = 0;
        ManualClock clock = new();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            switch (Interlocked.Increment(ref connections))
            {
                case 1:
                    await connection.WriteAsync(Json(503, """{"error":"Service Unavailable"}"""));
                    break;
                case 2:
                    await connection.WriteAsync(FileAnswers.Head(100));
                    break;
                default:
                    await connection.WriteAsync(FileAnswers.Whole("hello"));
                    break;
            }
            connection.Close();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, maxRetryWait: TimeSpan.FromSeconds(30), clock: clock));

        Task<FileDownload> opening = client.SessionFiles.OpenAsync(Clients.SessionId, "a.txt");
        await clock.RunAsync(opening).Soon();

        using FileDownload download = await opening;
        Assert.Equal("hello", await download.ReadTextAsync().Soon());
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_that_of_every_call()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(404, """{"error":"File not found","statusCode":404}"""));

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => SaveAsync(server)).Soon();

        Assert.Equal((AshErrorCause.NotFound, 404, "File not found"), (e.Cause, e.StatusCode, e.ServerMessage));
        AssertLeft();
    }

    [Fact]
    public async Task A_page_is_no_file()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answer(200, "text/html", "<html>Log in</html>"));

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => SaveAsync(server)).Soon();

        Assert.Equal(AshErrorCause.NotAnAshServer, e.Cause);
        Assert.Contains("text/html", e.Message, StringComparison.Ordinal);
        AssertLeft();
    }

    [Fact]
    public async Task A_cancel_closes_the_connection_and_leaves_nothing()
    {
        TaskCompletionSource closed = Waiting.Signal();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            byte[] half = [.. FileAnswers.Head(1_000_000), .. new byte[500_000]];
            await connection.WriteAsync(half);
            await connection.ClosedByClientAsync();
            closed.SetResult();
        });
        using AshClient client = Clients.ClientOf(server);
        using CancellationTokenSource cancel = new();
        using (FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "a.txt", cancel.Token).Soon())
        {
            Task saving = download.SaveAsync(Target, progress: new Immediately<long>(sent =>
            {
                if (sent == 500_000) cancel.Cancel();
            }), cancellationToken: cancel.Token);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving).Soon();
        }

        await closed.Task.Soon();
        AssertLeft();
    }

    [Fact]
    public async Task Silence_within_a_file_ends_when_an_answers_time_is_over()
    {
        ManualClock clock = new();
        await using ScriptedServer server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadRequestAsync();
            byte[] begin = [.. FileAnswers.Head(100), .. new byte[40]];
            await connection.WriteAsync(begin);
            await connection.ClosedByClientAsync();
        });
        using AshClient client = new(Clients.OptionsFor(server.Address, clock: clock, timeout: TimeSpan.FromSeconds(10)));
        using FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "a.txt").Soon();

        Task saving = download.SaveAsync(Target);
        await clock.RunAsync(saving).Soon();

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => saving);
        Assert.Equal(AshErrorCause.RequestTimedOut, e.Cause);
        Assert.Contains("sent nothing more for 10 s after 40 of 100 bytes", e.Message, StringComparison.Ordinal);
        AssertLeft();
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0xc3, 0xbc }, "aü")]
    [InlineData(new byte[] { 0xef, 0xbb, 0xbf, (byte)'a' }, "a")]
    [InlineData(new byte[] { 0xff, 0xfe, (byte)'a', 0 }, "a")]
    [InlineData(new byte[] { 0xfe, 0xff, 0, (byte)'a' }, "a")]
    [InlineData(new byte[0], "")]
    public async Task Text_is_what_its_first_bytes_say(byte[] content, string text)
    {
        await using ScriptedServer server = ScriptedServer.Answering(FileAnswers.Whole(content));
        using AshClient client = Clients.ClientOf(server);

        using FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "a.txt").Soon();

        Assert.Equal(text, await download.ReadTextAsync().Soon());
    }

    private async Task<FileInfo> SaveAsync(ScriptedServer server, bool overwrite = false)
    {
        using AshClient client = Clients.ClientOf(server);
        using FileDownload download = await client.SessionFiles.OpenAsync(Clients.SessionId, "a.txt");
        return await download.SaveAsync(Target, overwrite);
    }

    private void AssertLeft(params string[] names) => Assert.Equal(
        names, Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(static path => Path.GetFileName(path)));
}
