using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>Every recorded answer that refuses something, served again byte for byte.</summary>
public class RecordedErrorTests
{
    /// <summary>What each refusal is to the client. A recording that is not here fails: it has to be thought about first.</summary>
    private static readonly Dictionary<string, AshErrorCause> Causes = new()
    {
        ["agent-delete-empty-json-body"] = AshErrorCause.InvalidRequest,
        ["agent-delete-unknown"] = AshErrorCause.AgentNotFound,
        ["agent-deploy-bad-json"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-bad-name"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-empty-body"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-missing-name"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-no-content-type"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-path-missing-claude-md"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-path-relative"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-prompt-over-schema"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-text-plain"] = AshErrorCause.InvalidRequest,
        ["agent-deploy-too-big"] = AshErrorCause.PayloadTooLarge,
        ["agent-deploy-wrong-type"] = AshErrorCause.InvalidRequest,
        ["agent-file-get-unknown"] = AshErrorCause.NotFound,
        ["agent-get-unknown"] = AshErrorCause.AgentNotFound,
        ["api-key-delete-unknown"] = AshErrorCause.NotFound,
        ["attachment-create-empty"] = AshErrorCause.InvalidRequest,
        ["attachment-create-missing"] = AshErrorCause.InvalidRequest,
        ["attachment-create-too-big"] = AshErrorCause.PayloadTooLarge,
        ["attachment-get-unknown"] = AshErrorCause.NotFound,
        ["auth-no-key"] = AshErrorCause.AuthenticationFailed,
        ["auth-no-key-unknown-route"] = AshErrorCause.AuthenticationFailed,
        ["auth-not-bearer"] = AshErrorCause.AuthenticationFailed,
        ["auth-wrong-key"] = AshErrorCause.AuthenticationFailed,
        ["credential-create-not-configured"] = AshErrorCause.CredentialStorageNotConfigured,
        ["credential-delete-unknown"] = AshErrorCause.NotFound,
        ["end-unknown"] = AshErrorCause.SessionNotFound,
        ["exec-missing-command"] = AshErrorCause.InvalidRequest,
        ["exec-to-ended"] = AshErrorCause.SessionEnded,
        ["exec-to-paused"] = AshErrorCause.SessionNotActive,
        ["exec-unknown-session"] = AshErrorCause.SessionNotFound,
        ["file-delete-unknown"] = AshErrorCause.NotFound,
        ["file-get-directory"] = AshErrorCause.InvalidRequest,
        ["file-get-unknown"] = AshErrorCause.NotFound,
        ["files-write-empty"] = AshErrorCause.InvalidRequest,
        ["files-write-missing"] = AshErrorCause.InvalidRequest,
        ["fork-unknown"] = AshErrorCause.SessionNotFound,
        ["message-after-crash"] = AshErrorCause.SandboxLost,
        ["message-after-kill-restart"] = AshErrorCause.SessionNotActive,
        ["message-after-term-restart"] = AshErrorCause.SessionNotActive,
        ["message-bad-block-type"] = AshErrorCause.InvalidRequest,
        ["message-bad-effort"] = AshErrorCause.InvalidRequest,
        ["message-bad-json"] = AshErrorCause.InvalidRequest,
        ["message-content-too-long"] = AshErrorCause.InvalidRequest,
        ["message-missing-content"] = AshErrorCause.InvalidRequest,
        ["message-not-uuid"] = AshErrorCause.InvalidRequest,
        ["message-single-block"] = AshErrorCause.InvalidRequest,
        ["message-to-ended"] = AshErrorCause.SessionEnded,
        ["message-to-forked"] = AshErrorCause.SessionNotActive,
        ["message-to-paused"] = AshErrorCause.SessionNotActive,
        ["message-to-stopped"] = AshErrorCause.SessionNotActive,
        ["message-too-big"] = AshErrorCause.PayloadTooLarge,
        ["message-unknown-session"] = AshErrorCause.SessionNotFound,
        ["messages-list-bad-limit"] = AshErrorCause.InvalidRequest,
        ["oldcontent-single-block"] = AshErrorCause.InvalidRequest,
        ["oldcontent-two-blocks"] = AshErrorCause.InvalidRequest,
        ["pause-again"] = AshErrorCause.SessionNotActive,
        ["pause-ended"] = AshErrorCause.SessionEnded,
        ["pause-stopped"] = AshErrorCause.SessionNotActive,
        ["queue-cancel-completed"] = AshErrorCause.QueueItemNotPending,
        ["queue-create-missing"] = AshErrorCause.InvalidRequest,
        ["queue-get-unknown"] = AshErrorCause.NotFound,
        ["rate-limited-health"] = AshErrorCause.RateLimited,
        ["rate-limited-no-key"] = AshErrorCause.AuthenticationFailed,
        ["rate-limited-session-create"] = AshErrorCause.RateLimited,
        ["resume-ended"] = AshErrorCause.SessionEnded,
        ["session-create-at-capacity"] = AshErrorCause.CapacityReached,
        ["session-create-bad-credential"] = AshErrorCause.InvalidRequest,
        ["session-create-bad-json"] = AshErrorCause.InvalidRequest,
        ["session-create-missing-agent"] = AshErrorCause.InvalidRequest,
        ["session-create-unknown-agent"] = AshErrorCause.AgentNotFound,
        ["session-get-after-agent-delete"] = AshErrorCause.SessionNotFound,
        ["session-get-not-uuid"] = AshErrorCause.InvalidRequest,
        ["session-get-unknown"] = AshErrorCause.SessionNotFound,
        ["stop-again"] = AshErrorCause.SessionNotActive,
        ["stop-ended"] = AshErrorCause.SessionEnded,
        ["unknown-route"] = AshErrorCause.NotFound,
        ["workspace-upload-bad"] = AshErrorCause.ServerError,
    };

    public static TheoryData<string> Refusals { get; } = Recording.Names(static recording => recording.Status >= 400);

    /// <summary>Without those that a method does not let it come to: an id that is no UUID is not sent.</summary>
    public static TheoryData<string> RefusalsOfMethods { get; } = Recording.Names(static recording =>
        recording.Status >= 400 && !recording.Request.Target.StartsWith("/api/sessions/abc", StringComparison.Ordinal) && (RecordedCall.AnswerMember(recording.Request) is not null
            || recording.Request.Target.EndsWith("/messages", StringComparison.Ordinal)));

    [RecordingsTheory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_a_cause_and_the_servers_own_words(string name)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);

        AshApiException refusal = await Assert.ThrowsAsync<AshApiException>(
            () => RecordedCall.SendRawAsync(Clients.OptionsFor(server.Address), recording.Request)).Soon();

        AssertIsRecorded(refusal, name, recording);
        Assert.Equal(recording.Request.Target, refusal.Path);
    }

    [RecordingsTheory]
    [MemberData(nameof(RefusalsOfMethods))]
    public async Task A_method_fails_the_same_way(string name)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);

        AshApiException refusal = await Assert.ThrowsAsync<AshApiException>(() => RecordedCall.SendAsync(client, recording.Request)).Soon();

        AssertIsRecorded(refusal, name, recording);
        Assert.Equal(recording.Request.ToString(), Assert.Single(server.Requests).ToString());
    }

    private static void AssertIsRecorded(AshApiException refusal, string name, Recording recording)
    {
        Assert.True(Causes.TryGetValue(name, out AshErrorCause cause), $"What is {name}? {refusal.Message}");
        Assert.Equal(cause, refusal.Cause);
        Assert.Equal(recording.Status, refusal.StatusCode);
        JsonNode body = recording.ResponseJson!;
        string says = (body["message"] ?? body["error"])!.GetValue<string>();
        Assert.Equal(says, refusal.ServerMessage);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(recording.Request.Method, refusal.Method);
        Assert.Equal(cause == AshErrorCause.RateLimited, refusal.RetryAfter > TimeSpan.FromMinutes(10));
    }
}
