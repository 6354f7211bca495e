using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>A workspace as a whole, down and up again.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private static readonly byte[] Gzip = [0x1f, 0x8b, 8, 0];

    private readonly TemporaryFolder _folder = new();

    private string Bundle => Path.Combine(_folder.Path, "ws.tar.gz");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_workspace_comes_down_as_it_is()
    {
        await using ScriptedServer server = ScriptedServer.Answering(FileAnswers.Whole(Gzip, "x.tar.gz", "application/gzip"));
        using AshClient client = Clients.ClientOf(server);

        using FileDownload download = await client.Workspaces.OpenAsync(Clients.SessionId).Soon();
        await download.SaveAsync(Bundle).Soon();

        Assert.Equal($"GET /api/sessions/{Clients.SessionId}/workspace", Assert.Single(server.Requests).ToString());
        Assert.Equal("x.tar.gz", download.Name);
        Assert.Equal(Gzip, await File.ReadAllBytesAsync(Bundle));
    }

    [Fact]
    public async Task A_workspace_goes_up_as_base64()
    {
        _folder.With("ws.tar.gz", Gzip);
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, """{"message":"Workspace restored to live sandbox"}"""));
        using AshClient client = Clients.ClientOf(server);
        List<long> progress = [];

        WorkspaceRestore restore = await client.Workspaces.RestoreAsync(Clients.SessionId, Bundle, new Immediately<long>(progress.Add)).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal($"POST /api/sessions/{Clients.SessionId}/workspace", sent.ToString());
        Assert.Equal("""{"bundle":"H4sIAA=="}""", sent.BodyText);
        Assert.Equal((Clients.SessionId, 4L, "Workspace restored to live sandbox"), (restore.SessionId, restore.Length, restore.Message));
        Assert.Equal([4], progress);
    }

    [Theory]
    [InlineData("gone", AshErrorCause.InvalidRequest, "no file")]
    [InlineData("empty", AshErrorCause.InvalidRequest, "no tar.gz")]
    [InlineData("text", AshErrorCause.InvalidRequest, "no tar.gz")]
    [InlineData("large", AshErrorCause.PayloadTooLarge, "104,857,600")]
    public async Task What_is_no_bundle_is_not_sent(string what, AshErrorCause cause, string says)
    {
        if (what != "gone") _folder.With("ws.tar.gz", what switch { "empty" => [], "text" => "text"u8.ToArray(), _ => Gzip });
        if (what == "large")
        {
            using FileStream large = new(Bundle, FileMode.Open);
            large.SetLength(WorkspaceRoutes.MaxLength + 1);
        }
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, "{}"));
        using AshClient client = Clients.ClientOf(server);

        AshException e = await Assert.ThrowsAsync<AshException>(() => client.Workspaces.RestoreAsync(Clients.SessionId, Bundle)).Soon();

        Assert.Equal(cause, e.Cause);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains(Bundle, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Connections);
    }
}
