using System.Net;
using System.Text.Json;
using Ash.Http;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Keys that open the server: a new one shows nowhere, and none of the others does.</summary>
public class ApiKeyRequestTests
{
    private const string Secret = "ash_nobody-may-see-this";

    [Theory]
    [InlineData(null, "{}")]
    [InlineData("ci", """{"label":"ci"}""")]
    public async Task A_new_key_is_there_for_who_asks_for_it_and_nowhere_else(string? label, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, $$"""{"id":"k","key":"{{Secret}}"}"""));
        using AshClient client = Clients.ClientOf(server);
        List<string> notices = [];

        NewApiKey key = await client.Observe(notice => notices.Add(notice.Message)).ApiKeys.CreateAsync(label).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal(("POST /api/api-keys", body), (sent.ToString(), sent.BodyText));
        Assert.Equal(Secret, new NetworkCredential(null, key.Key).Password);
        Assert.Equal(("k", label), (key.Id, key.Label));
        Assert.DoesNotContain(Secret, $"{key} {string.Join(' ', notices)}", StringComparison.Ordinal);
        Assert.Equal("""{"id":"k"}""", JsonSerializer.Serialize(key, AshJsonContext.Default.NewApiKey).Replace(",\"key\":null", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"id":"k"}""")]
    [InlineData("""{"id":"k","key":null}""")]
    [InlineData("""{"id":"k","key":5}""")]
    public async Task An_answer_without_a_key_is_none(string answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(201, answer));
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.ApiKeys.CreateAsync()).Soon();

        Assert.Equal(AshErrorCause.NotAnAshServer, e.Cause);
    }

    [Theory]
    [InlineData("ash_abcd", "ash_abcd••••")]
    [InlineData("short-ke", "••••••••")]
    [InlineData("short-key", "••••••••")]
    [InlineData("shor", "shor••••")]
    public async Task The_servers_own_key_is_not_given_away(string prefix, string shown)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200, $$"""
            {"keys":[{"id":"env","label":"ASH_API_KEY","keyPrefix":"{{prefix}}••••","createdAt":""},{"id":"k","label":"ci","keyPrefix":"••••••••","createdAt":"2026-05-01T10:00:00.000Z"}]}
            """));
        using AshClient client = new(Clients.OptionsFor(server.Address, key: "short-key"));

        IReadOnlyList<ApiKey> keys = await client.ApiKeys.ListAsync().Soon();

        Assert.Equal([shown, "••••••••"], keys.Select(static key => key.KeyPrefix));
        Assert.Null(keys[0].CreatedAt);
        Assert.Equal(DateTimeKind.Local, keys[1].CreatedAt!.Value.Kind);
        Assert.Equal(new DateTime(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc), keys[1].CreatedAt!.Value.ToUniversalTime());
    }

    [Fact]
    public async Task A_key_is_deleted_by_its_id_but_not_the_one_of_the_environment()
    {
        await using ScriptedServer server = ScriptedServer.Answering(Utf8("HTTP/1.1 204 No Content\r\n\r\n"));
        using AshClient client = Clients.ClientOf(server);

        await client.ApiKeys.DeleteAsync("k").Soon();
        AshException e = await Assert.ThrowsAsync<AshException>(() => client.ApiKeys.DeleteAsync("env")).Soon();

        Assert.Equal((AshErrorCause.InvalidRequest, true), (e.Cause, e.Message.Contains("ASH_API_KEY", StringComparison.Ordinal)));
        Assert.Equal("DELETE /api/api-keys/k", Assert.Single(server.Requests).ToString());
    }
}
