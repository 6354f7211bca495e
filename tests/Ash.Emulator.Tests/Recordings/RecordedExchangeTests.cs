using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ash.Emulation.Tests.Recordings;

/// <summary>The same request, in the same state, gets the same answer as from a real server: status, headers, shape, texts.</summary>
public sealed partial class RecordedExchangeTests : IDisposable
{
    private const string Nobody = "00000000-0000-4000-8000-000000000000";
    private readonly string _agentFolder = Directory.CreateTempSubdirectory().FullName;
    private readonly AshServer _server = new(new AshEmulatorOptions
    {
        ApiKey = "test-key",
        SandboxCapacity = 1,
        Replies = ScriptedModel.Rules(),
    });

    private string _session = "";
    private string _attachment = Nobody;
    private string? _item;
    private EventStreamReader? _running;

    public RecordedExchangeTests()
    {
        File.WriteAllText(Path.Combine(_agentFolder, "CLAUDE.md"), "# x");
        _server.Http.DefaultRequestHeaders.Authorization = new("Bearer", "test-key");
    }

    public void Dispose()
    {
        _running?.Dispose();
        _server.Dispose();
        Directory.Delete(_agentFolder, recursive: true);
    }

    [RecordingsTheory]
    [InlineData("agents-list-empty")]
    [InlineData("api-key-create")]
    [InlineData("api-key-delete-unknown")]
    [InlineData("api-keys-list")]
    [InlineData("credential-create")]
    [InlineData("credential-delete-unknown")]
    [InlineData("credentials-list-not-configured")]
    [InlineData("queue-create")]
    [InlineData("queue-create-failing")]
    [InlineData("queue-create-missing")]
    [InlineData("queue-create-session")]
    [InlineData("queue-get-unknown")]
    [InlineData("agent-deploy-bad-json")]
    [InlineData("agent-deploy-bad-name")]
    [InlineData("agent-deploy-empty-body")]
    [InlineData("agent-deploy-files")]
    [InlineData("agent-deploy-missing-name")]
    [InlineData("agent-deploy-name-only")]
    [InlineData("agent-deploy-no-content-type")]
    [InlineData("agent-deploy-path")]
    [InlineData("agent-deploy-path-missing-claude-md")]
    [InlineData("agent-deploy-path-relative")]
    [InlineData("agent-deploy-prompt-over-schema")]
    [InlineData("agent-deploy-system-prompt")]
    [InlineData("agent-deploy-text-plain")]
    [InlineData("agent-deploy-too-big")]
    [InlineData("agent-deploy-unknown-field")]
    [InlineData("agent-deploy-wrong-type")]
    [InlineData("agent-delete-empty-json-body")]
    [InlineData("agent-delete-unknown")]
    [InlineData("agent-get-unknown")]
    [InlineData("auth-no-key")]
    [InlineData("auth-no-key-unknown-route")]
    [InlineData("auth-not-bearer")]
    [InlineData("auth-wrong-key")]
    [InlineData("health")]
    [InlineData("unknown-route")]
    [InlineData("session-create-bad-json")]
    [InlineData("session-create-missing-agent")]
    [InlineData("session-create-unknown-agent")]
    [InlineData("session-get-not-uuid")]
    [InlineData("session-get-unknown")]
    [InlineData("sessions-list-by-agent")]
    [InlineData("message-not-uuid")]
    [InlineData("message-unknown-session")]
    [InlineData("exec-unknown-session")]
    [InlineData("end-unknown")]
    [InlineData("fork-unknown")]
    public Task On_an_empty_server(string name) => CompareAsync(name);

    [RecordingsTheory]
    [InlineData("agent-config-get")]
    [InlineData("agent-config-patch")]
    [InlineData("agent-deploy-path-again")]
    [InlineData("agent-delete")]
    [InlineData("agent-delete-with-sessions")]
    [InlineData("agent-file-get")]
    [InlineData("agent-file-get-raw")]
    [InlineData("agent-file-get-unknown")]
    [InlineData("agent-files-list")]
    [InlineData("agent-files-upload")]
    [InlineData("agent-get")]
    [InlineData("agent-patch")]
    [InlineData("agents-list")]
    [InlineData("redeploy")]
    [InlineData("session-create")]
    [InlineData("session-create-full")]
    [InlineData("session-create-bad-credential")]
    [InlineData("session-create-prewarm-system-prompt")]
    public async Task With_agents(string name)
    {
        await DeployAsync();
        await CompareAsync(name);
    }

    [RecordingsTheory]
    [InlineData("agent-version-activate")]
    [InlineData("agent-version-create")]
    [InlineData("agent-version-create-empty-body")]
    [InlineData("agent-version-delete")]
    [InlineData("agent-versions-list")]
    public async Task With_versions(string name)
    {
        await DeployAsync();
        await _server.GetAsync("POST", "/api/agents/byfiles/versions", new { systemPrompt = "v1 prompt", releaseNotes = "n" });
        await _server.GetAsync("POST", "/api/agents/byfiles/versions", new { });
        await CompareAsync(name);
    }

    [RecordingsFact]
    public async Task A_file_of_an_agent_is_deleted()
    {
        await DeployAsync();
        var files = new[] { new { path = "docs/x.txt", content = "eA==" } };
        await _server.GetAsync("POST", "/api/agents/byfiles/files", new { files });
        await CompareAsync("agent-file-delete");
    }

    [RecordingsTheory]
    [InlineData("credential-delete")]
    [InlineData("credentials-list")]
    [InlineData("session-create-with-credential")]
    public async Task With_a_credential(string name)
    {
        await DeployAsync();
        var stored = await _server.GetAsync("POST", "/api/credentials", new { type = "anthropic", key = "k", label = "l" });
        _item = (string)stored["credential"]!["id"]!;
        await CompareAsync(name);
    }

    [RecordingsFact]
    public async Task A_credential_where_the_server_keeps_none()
    {
        using var server = new AshServer(new AshEmulatorOptions { ApiKey = "test-key", HasCredentialKey = false });
        await CompareAsync("credential-create-not-configured", server);
    }

    [RecordingsFact]
    public async Task A_key_that_was_made_is_deleted()
    {
        _item = (string)(await _server.GetAsync("POST", "/api/api-keys", new { label = "t" }))["id"]!;
        await CompareAsync("api-key-delete");
    }

    [RecordingsTheory]
    [InlineData("queue-get-pending", 0)]
    [InlineData("queue-get", 1)]
    [InlineData("queue-cancel-completed", 1)]
    [InlineData("queue-list", 3)]
    [InlineData("queue-stats", 3)]
    public async Task With_a_queue(string name, int processed)
    {
        var clock = new ManualClock();
        using var server = new AshServer(new AshEmulatorOptions { ApiKey = "test-key", Clock = clock });
        server.Http.DefaultRequestHeaders.Authorization = new("Bearer", "test-key");
        var session = await server.NewSessionAsync("fake");
        foreach (var item in new object[]
        {
            new { agentName = "fake", prompt = "echo queued", priority = 9 },
            new { agentName = "nope", prompt = "x", maxRetries = 1 },
            new { agentName = "fake", prompt = "echo q2", sessionId = session, priority = 5 },
        })
        {
            var added = await server.GetAsync("POST", "/api/queue", item);
            _item ??= (string)added["item"]!["id"]!;
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        for (var count = 1; count <= processed; count++)
        {
            await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1));
            clock.Advance(TimeSpan.FromSeconds(1));
            await UntilDoneAsync(server, count);
        }

        await CompareAsync(name, server);
    }

    [RecordingsTheory]
    [InlineData("analytics")]
    [InlineData("usage-list")]
    [InlineData("usage-stats")]
    public async Task With_a_turn_counted(string name)
    {
        await OpenSessionAsync();
        await _server.AskAsync(_session, "echo");
        await CompareAsync(name);
    }

    [RecordingsTheory]
    [InlineData("health-busy")]
    [InlineData("session-get")]
    [InlineData("sessions-list")]
    [InlineData("sessions-list-with-total")]
    [InlineData("session-config-patch")]
    [InlineData("pause")]
    [InlineData("resume-active")]
    [InlineData("stop")]
    [InlineData("end")]
    [InlineData("fork")]
    [InlineData("exec-missing-command")]
    [InlineData("file-get-unknown")]
    [InlineData("file-delete-unknown")]
    [InlineData("files-list")]
    [InlineData("files-write")]
    [InlineData("files-write-before-fork")]
    [InlineData("files-write-empty")]
    [InlineData("files-write-missing")]
    [InlineData("message-bad-block-type")]
    [InlineData("message-bad-effort")]
    [InlineData("message-bad-json")]
    [InlineData("message-blocks")]
    [InlineData("message-content-too-long")]
    [InlineData("message-echo")]
    [InlineData("message-echo-partial")]
    [InlineData("message-error-result")]
    [InlineData("message-fail")]
    [InlineData("message-fail-mid")]
    [InlineData("message-missing-content")]
    [InlineData("message-single-block")]
    [InlineData("oldcontent-single-block")]
    [InlineData("message-think")]
    [InlineData("message-tool")]
    [InlineData("message-tool-error")]
    [InlineData("message-two-blocks")]
    [InlineData("message-with-options")]
    [InlineData("messages-list-bad-limit")]
    [InlineData("workspace-upload")]
    [InlineData("workspace-upload-bad")]
    [InlineData("attachment-create")]
    [InlineData("attachment-create-empty")]
    [InlineData("attachment-create-missing")]
    [InlineData("attachment-create-too-big")]
    [InlineData("attachment-get-unknown")]
    public async Task With_an_active_session(string name)
    {
        await OpenSessionAsync();
        await CompareAsync(name);
    }

    [RecordingsTheory]
    [InlineData("exec-to-paused", "pause")]
    [InlineData("exec-to-ended", "end")]
    [InlineData("files-of-paused", "pause")]
    [InlineData("files-of-stopped", "stop")]
    [InlineData("files-of-ended", "end")]
    [InlineData("fork-ended", "end")]
    [InlineData("logs-of-stopped", "stop")]
    [InlineData("message-to-ended", "end")]
    [InlineData("message-to-paused", "pause")]
    [InlineData("message-to-stopped", "stop")]
    [InlineData("message-to-forked", "fork")]
    [InlineData("message-to-resumed-fork", "fork resume")]
    [InlineData("message-after-resume", "pause resume")]
    [InlineData("message-after-cold-resume", "stop resume")]
    [InlineData("message-after-crash", "crash")]
    [InlineData("message-after-fail", "fail")]
    [InlineData("pause-again", "pause")]
    [InlineData("pause-ended", "end")]
    [InlineData("pause-stopped", "stop")]
    [InlineData("end-again", "end")]
    [InlineData("resume-cold", "stop")]
    [InlineData("resume-ended", "end")]
    [InlineData("resume-forked", "fork")]
    [InlineData("resume-warm", "pause")]
    [InlineData("resume-after-crash", "crash message")]
    [InlineData("resume-after-kill-restart", "restart")]
    [InlineData("message-after-kill-restart", "restart")]
    [InlineData("message-after-kill-restart-resume", "restart resume")]
    [InlineData("session-get-after-kill-restart", "restart")]
    [InlineData("session-get-evicted", "evict")]
    [InlineData("session-create-at-capacity", "run")]
    [InlineData("session-after-crash", "crash")]
    [InlineData("session-after-crash-2", "crash message")]
    [InlineData("session-get-after-agent-delete", "agent-delete")]
    [InlineData("stop-again", "stop")]
    [InlineData("stop-ended", "end")]
    [InlineData("files-of-forked", "fork")]
    [InlineData("file-get-raw", "write")]
    [InlineData("file-get-json", "write")]
    [InlineData("file-get-directory", "write")]
    [InlineData("file-delete", "write")]
    [InlineData("attachments-list", "attach")]
    [InlineData("attachment-get", "attach")]
    [InlineData("attachment-delete", "attach")]
    [InlineData("logs", "log")]
    [InlineData("logs-after", "log")]
    [InlineData("exec", "commands")]
    [InlineData("exec-nonzero", "commands")]
    [InlineData("exec-signal", "commands")]
    [InlineData("exec-timeout", "commands")]
    [InlineData("messages-list-page", "echo echo")]
    [InlineData("messages-of-forked", "echo blocks fork")]
    [InlineData("events-list-lifecycle", "echo")]
    [InlineData("events-list-type", "tool ls")]
    [InlineData("events-of-ended", "pause resume stop resume end")]
    public async Task After(string name, string actions)
    {
        await OpenSessionAsync();
        foreach (var action in actions.Split(' '))
            await ActAsync(action);
        await CompareAsync(name);
    }

    private async Task ActAsync(string action)
    {
        var path = $"/api/sessions/{_session}";
        switch (action)
        {
            case "pause" or "resume" or "stop":
                await _server.GetAsync("POST", $"{path}/{action}");
                break;
            case "fork":
                _session = (string)(await _server.GetAsync("POST", $"{path}/fork"))["session"]!["id"]!;
                break;
            case "end":
                await _server.GetAsync("DELETE", path);
                break;
            case "crash":
                _server.Emulator.CrashSandbox(_session);
                break;
            case "restart":
                _server.Emulator.Restart();
                break;
            case "evict":
                await _server.GetAsync("POST", "/api/sessions", new { agent = "fake" });
                break;
            case "run":
                _running = await _server.OpenStreamAsync(_session, new { content = "run" });
                break;
            case "message":
                await _server.SendAsync("POST", $"{path}/messages", new { content = "x" });
                break;
            case "echo" or "tool" or "ls" or "fail":
                await _server.AskAsync(_session, action);
                break;
            case "blocks":
                object[] blocks = [new { type = "text", text = "a" }, new { type = "text", text = "b" }];
                using (var stream = await _server.OpenStreamAsync(_session, new { content = blocks }))
                    await stream.ReadToEndAsync();
                break;
            case "agent-delete":
                await _server.GetAsync("DELETE", "/api/agents/fake");
                break;
            case "write":
                await _server.GetAsync("POST", $"{path}/files", new { files = new[] { new { path = "a/b.txt", content = "aGVsbG8K" } } });
                break;
            case "attach":
                var file = new { filename = "né.txt", mimeType = "text/plain", content = "aGkgdGhlcmU=" };
                _attachment = (string)(await _server.GetAsync("POST", $"{path}/attachments", file))["attachment"]!["id"]!;
                break;
            case "log":
                _server.Emulator.WriteLog(_session, "a warning line", "stderr");
                break;
            case "commands":
                _server.Emulator.Commands.Add("echo out*", 0, "out\n", "err\n");
                _server.Emulator.Commands.Add("*exit 3", 3, "x\n");
                _server.Emulator.Commands.Add("*", 1);
                break;
            default:
                throw new ArgumentException(action);
        }
    }

    /// <summary>The server works on the queue between two requests: asking is all that one can do.</summary>
    private static async Task UntilDoneAsync(AshServer server, int count)
    {
        var soon = AshServer.Soon;
        JsonNode stats;
        do
        {
            soon.ThrowIfCancellationRequested();
            stats = (await server.GetAsync("GET", "/api/queue/stats"))["stats"]!;
        }
        while ((int)stats["completed"]! + (int)stats["failed"]! < count);
    }

    private async Task DeployAsync()
    {
        await _server.GetAsync("POST", "/api/agents", new { name = "fake", systemPrompt = "You are a fake." });
        await _server.GetAsync("POST", "/api/agents", new { name = "bypath", path = _agentFolder });
        await _server.GetAsync("POST", "/api/agents", new { name = "nameonly" });
        await _server.GetAsync("POST", "/api/agents", new
        {
            name = "byfiles",
            env = new { FOO = "bar" },
            files = new[] { new { path = "CLAUDE.md", content = "IyBmaWxlcwo=" }, new { path = "skills/a/SKILL.md", content = "aGk=" } },
        });
        await _server.GetAsync("PATCH", "/api/agents/byfiles/config", new { model = "claude-x", description = "d" });
    }

    private async Task OpenSessionAsync()
    {
        await DeployAsync();
        _session = await _server.NewSessionAsync("fake");
    }

    private async Task CompareAsync(string name, AshServer? server = null)
    {
        var recording = Recording.Load(name);
        var answer = new HttpAnswer(await RawClient.ExchangeAsync((server ?? _server).Emulator.Uri, Adapt(recording.Request)));

        Assert.Equal(recording.Answer.StatusLine, answer.StatusLine);
        Assert.Equal(recording.Answer.Headers.Select(header => header.Name), answer.Headers.Select(header => header.Name));
        Assert.Equal(recording.Answer.Header("content-type"), answer.Header("content-type"));
        if (recording.Answer.IsEventStream)
            CompareStreams(recording.Answer, answer);
        else
            Assert.Equal(Shape(recording.Answer), Shape(answer));
    }

    private static void CompareStreams(HttpAnswer recorded, HttpAnswer answer)
    {
        Assert.Equal(recorded.Chunks.Count, answer.Chunks.Count);
        Assert.Equal(recorded.Frames().Select(frame => frame.Kind), answer.Frames().Select(frame => frame.Kind));
        foreach (var (expected, actual) in recorded.Frames().Zip(answer.Frames()))
            Assert.Equal(JsonShape.Of(expected.Data), JsonShape.Of(actual.Data));
    }

    private string Shape(HttpAnswer answer)
    {
        if (answer.Header("content-type")?.StartsWith("application/json", StringComparison.Ordinal) != true)
            return answer.Body;
        // Folders have other names here.
        var shape = JsonShape.Of(JsonNode.Parse(answer.Body)).Replace(_agentFolder, "/", StringComparison.Ordinal);
        return ServerPath().Replace(shape, "\"/\"");
    }

    /// <summary>Puts in the session, the attachment, the other item and the folder of this run.</summary>
    private string Adapt(string request)
    {
        var at = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var session = $"/api/sessions/{_session}";
        var head = SessionInPath().Replace(request[..at], match => match.Value.Contains(Nobody) ? match.Value : session);
        head = AttachmentInPath().Replace(head, $"/api/attachments/{_attachment}");
        head = ItemInPath().Replace(head, match => match.Value.Contains(Nobody) ? match.Value : $"{match.Groups[1].Value}{_item ?? Nobody}");
        var body = request[(at + 4)..].Replace("/var/lib/ash/agentdir", _agentFolder, StringComparison.Ordinal);
        body = CredentialInBody().Replace(body, match => $"{match.Groups[1].Value}{_item}\"");
        var length = Encoding.UTF8.GetByteCount(body);
        return $"{ContentLength().Replace(head, $"Content-Length: {length}")}\r\n\r\n{body}";
    }

    [GeneratedRegex("/api/sessions/[0-9a-f-]{36}")]
    private static partial Regex SessionInPath();

    [GeneratedRegex("/api/attachments/[0-9a-f-]{36}")]
    private static partial Regex AttachmentInPath();

    [GeneratedRegex("(/api/(?:queue|credentials|api-keys)/)[0-9a-f-]{36}")]
    private static partial Regex ItemInPath();

    [GeneratedRegex("(\"credentialId\": \")[0-9a-f-]{36}\"")]
    private static partial Regex CredentialInBody();

    [GeneratedRegex("Content-Length: [0-9]+")]
    private static partial Regex ContentLength();

    [GeneratedRegex("\"/[^\"]*\"")]
    private static partial Regex ServerPath();
}
