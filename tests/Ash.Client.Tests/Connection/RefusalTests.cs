using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Every status with every shape of body that an Ash server, or what stands before it, answers with.</summary>
public class RefusalTests
{
    public static TheoryData<int, AshErrorCause> Statuses { get; } = new()
    {
        { 400, AshErrorCause.InvalidRequest },
        { 401, AshErrorCause.AuthenticationFailed },
        { 403, AshErrorCause.AuthenticationFailed },
        { 404, AshErrorCause.NotFound },
        { 409, AshErrorCause.InvalidRequest },
        { 410, AshErrorCause.SessionEnded },
        { 413, AshErrorCause.PayloadTooLarge },
        { 415, AshErrorCause.InvalidRequest },
        { 422, AshErrorCause.AgentFolderMissing },
        { 429, AshErrorCause.RateLimited },
        { 500, AshErrorCause.ServerError },
        { 502, AshErrorCause.ServerError },
        { 503, AshErrorCause.ServerError },
        { 504, AshErrorCause.ServerError },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_handlers_error_is_told_in_its_own_words(int status, AshErrorCause cause) =>
        AssertRefused(await RefusedAsync(Json(status, $$"""{"error":"Something is off.","statusCode":{{status}}}""")), status, cause, "Something is off.");

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_frameworks_message_counts_for_more_than_its_error(int status, AshErrorCause cause) =>
        AssertRefused(
            await RefusedAsync(Json(status, $$"""{"statusCode":{{status}},"code":"FST_X","error":"Reason","message":"body/x is off"}""")),
            status, cause, "body/x is off");

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task An_error_without_words_of_the_server_has_the_reason_phrase(int status, AshErrorCause cause)
    {
        string[] bodies = ["", "null", "[]", "5", "{}", """{"error":null}""", """{"error":" "}""", """{"error":{"message":"x"}}""", "<html>", "{\"error\":\"x", "\0"];
        foreach (string body in bodies)
        {
            AshApiException e = await RefusedAsync(Json(status, body));
            // Ash says why it does not find something, so something else answers here.
            if (status == 404) Assert.Equal((AshErrorCause.NotAnAshServer, status), (e.Cause, e.StatusCode));
            else AssertRefused(e, status, cause, "Reason");
        }
    }

    [Theory]
    [InlineData(400, "Session is paused", AshErrorCause.SessionNotActive)]
    [InlineData(400, "Session is stopped", AshErrorCause.SessionNotActive)]
    [InlineData(400, "Session is starting", AshErrorCause.SessionNotActive)]
    [InlineData(400, "Session is error", AshErrorCause.SessionNotActive)]
    [InlineData(400, "Session is ended", AshErrorCause.SessionEnded)]
    [InlineData(400, "Cannot pause session with status \\\"paused\\\"", AshErrorCause.SessionNotActive)]
    [InlineData(400, "Cannot stop session with status \\\"ended\\\"", AshErrorCause.SessionEnded)]
    [InlineData(400, "params/id must match format \\\"uuid\\\"", AshErrorCause.InvalidRequest)]
    [InlineData(404, "Session not found", AshErrorCause.SessionNotFound)]
    [InlineData(404, "Agent not found", AshErrorCause.AgentNotFound)]
    [InlineData(404, "Agent \\\"x\\\" not found", AshErrorCause.AgentNotFound)]
    [InlineData(404, "Route GET:/api/sessions/s not found", AshErrorCause.NotFound)]
    [InlineData(404, "File not found", AshErrorCause.NotFound)]
    [InlineData(500, "Sandbox not found", AshErrorCause.SandboxLost)]
    [InlineData(500, "Exec failed: Not connected", AshErrorCause.SandboxLost)]
    [InlineData(500, "Exec failed: Sandbox 9d0cbb3c-2b59-4a54-9a62-9fd1f6a4c4a1 not found", AshErrorCause.SandboxLost)]
    [InlineData(503, "Sandbox capacity reached and no evictable sandboxes (all running)", AshErrorCause.CapacityReached)]
    public async Task The_servers_words_tell_causes_apart_that_share_a_status(int status, string says, AshErrorCause cause)
    {
        AshApiException e = await RefusedAsync(Json(status, $$"""{"error":"{{says}}","statusCode":{{status}}}"""));

        Assert.Equal((cause, status), (e.Cause, e.StatusCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"ok\"")]
    [InlineData("""{"session":null}""")]
    [InlineData("""{"session":[]}""")]
    [InlineData("""{"session":{}}""")]
    [InlineData("""{"session":{"id":5,"agentName":"a","status":"active"}}""")]
    [InlineData("""{"session":{"id":"s","agentName":"a","status":"active","createdAt":"yesterday"}}""")]
    [InlineData("""{"session":{"id":"s","agentName":"a","status":"active","createdAt":5}}""")]
    [InlineData("""{"session":{"id":"s","agentName":"a","status":"active"}""")]
    [InlineData("""{"session":{"id":"s","agentName":"a","status":"active"}} trailing""")]
    public async Task A_success_of_another_shape_is_not_an_Ash_servers(string body)
    {
        AshApiException e = await RefusedAsync(Json(200, body));

        Assert.Equal((AshErrorCause.NotAnAshServer, 200), (e.Cause, e.StatusCode));
        Assert.Null(e.ServerMessage);
    }

    [Theory]
    [InlineData("""{"agents":null}""")]
    [InlineData("""{"agents":{}}""")]
    [InlineData("""{"agents":[{}]}""")]
    [InlineData("""{"sessions":[]}""")]
    public async Task Nor_is_a_list_of_another_shape(string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, body));
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.Agents.ListAsync()).Soon();

        Assert.Equal(AshErrorCause.NotAnAshServer, e.Cause);
    }

    [Fact]
    public async Task Fields_that_a_newer_server_adds_do_no_harm()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200,
            """{"new":[1],"session":{"id":"s","agentName":"a","status":"dreaming","model":{"x":1},"createdAt":"2026-05-01T10:00:00.1234567+02:00","tenantId":null}}"""));
        using AshClient client = Clients.ClientOf(server);

        Session session = await client.Sessions.GetAsync(Clients.SessionId).Soon();

        Assert.Equal(("dreaming", null), (session.Status, session.TenantId));
        Assert.Equal(new(2026, 5, 1, 8, 0, 0, DateTimeKind.Utc), session.CreatedAt.ToUniversalTime().AddTicks(-1234567));
    }

    [Theory]
    [InlineData(413, AshErrorCause.PayloadTooLarge)]
    [InlineData(429, AshErrorCause.RateLimited)]
    public async Task A_refusal_counts_though_its_words_are_cut_off(int status, AshErrorCause cause)
    {
        byte[] whole = Json(status, """{"error":"Something is off.","statusCode":0}""", "Retry-After: 5", "Connection: close");

        AshApiException e = await RefusedAsync(whole[..^10]);

        Assert.Equal((cause, status, "Reason", TimeSpan.FromSeconds(5)), (e.Cause, e.StatusCode, e.ServerMessage, e.RetryAfter));
    }

    private static async Task<AshApiException> RefusedAsync(byte[] answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(answer);
        using AshClient client = Clients.ClientOf(server);
        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.Sessions.GetAsync(Clients.SessionId)).Soon();
        Assert.Equal(("GET", $"/api/sessions/{Clients.SessionId}"), (e.Method, e.Path));
        Assert.DoesNotContain(Clients.Key, e.ToString(), StringComparison.Ordinal);
        return e;
    }

    private static void AssertRefused(AshApiException e, int status, AshErrorCause cause, string says)
    {
        Assert.Equal((cause, status, says), (e.Cause, e.StatusCode, e.ServerMessage));
        string limit = status == 413 ? " The most it takes here is 1 MiB." : string.Empty;
        Assert.Equal($"{says.TrimEnd('.')} (GET /api/sessions/{Clients.SessionId}: {status}).{limit}", e.Message);
    }
}
