using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Answers that no Ash server gives, and that come all the same.</summary>
public class OddAnswerTests
{
    [Theory]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_list_that_is_none_or_has_nothing_in_it_where_an_item_is_due(string list)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Json(200,
            $$"""{"agents":{{list}},"sessions":{{list}},"messages":{{list}},"events":{{list}},"logs":{{list}},"source":"sandbox"}"""));
        using AshClient client = Clients.ClientOf(server);
        Func<Task>[] calls =
        [
            () => client.Agents.ListAsync(),
            () => client.Sessions.ListAsync(),
            async () => { await foreach (StoredMessage _ in client.Messages.ListAsync(Clients.SessionId)) { } },
            async () => { await foreach (SessionEvent _ in client.Sessions.ListEventsAsync(Clients.SessionId)) { } },
            async () => { await foreach (SessionLogLine _ in client.Sessions.ReadLogAsync(Clients.SessionId)) { } },
        ];

        foreach (Func<Task> call in calls)
            Assert.Equal(AshErrorCause.NotAnAshServer, (await Assert.ThrowsAsync<AshApiException>(call).Soon()).Cause);
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://other/\r\n", "{\"error\":\"Found\"}", "it redirects to http://other/")]
    [InlineData("HTTP/1.1 307 Moved\r\nLocation: /other\r\n", "", "it redirects to /other")]
    [InlineData("HTTP/1.1 302 Found\r\n", "{\"error\":\"Found\"}", "it answers 302")]
    [InlineData("HTTP/1.1 799 Odd\r\n", "{\"error\":\"Odd\"}", "it answers 799")]
    [InlineData("HTTP/1.1 000 Odd\r\n", "", "it answers 0")]
    public async Task A_status_that_Ash_has_not(string head, string body, string says)
    {
        AshApiException e = await RefusedAsync(Utf8($"{head}Content-Length: {body.Length}\r\n\r\n{body}"));

        Assert.Equal(AshErrorCause.NotAnAshServer, e.Cause);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_without_any_word()
    {
        AshApiException e = await RefusedAsync(Utf8("HTTP/1.1 500 \r\nContent-Length: 0\r\n\r\n"));

        Assert.Equal(AshErrorCause.ServerError, e.Cause);
        Assert.Contains("no reason given", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_a_hundred_thousand_words()
    {
        string words = string.Concat(Enumerable.Repeat("long ", 100_000));

        AshApiException e = await RefusedAsync(Json(500, $$"""{"error":"{{words}}"}"""));

        Assert.Equal(words, e.ServerMessage);
        Assert.InRange(e.Message.Length, 1000, 1200);
    }

    [Fact]
    public async Task A_refusal_that_would_paint_the_terminal()
    {
        AshApiException e = await RefusedAsync(Json(500, """{"error":"grüezi 🦊\u001b[31m red\u0000\u009b2J\r\nnext\tline"}"""));

        Assert.Contains("grüezi 🦊", e.Message, StringComparison.Ordinal);
        Assert.Contains("\nnext\tline", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(e.Message, static c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.Contains('\u001b', e.ServerMessage!);
    }

    [Theory]
    [InlineData("soonish")]
    [InlineData("99999999999")]
    [InlineData("-5")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("Mon, 99 Foo 2026")]
    public async Task A_time_to_wait_that_is_none(string retryAfter)
    {
        AshApiException e = await RefusedAsync(Json(429, "{}", $"Retry-After: {retryAfter}"));

        Assert.Equal((AshErrorCause.RateLimited, null), (e.Cause, e.RetryAfter));
    }

    [Fact]
    public async Task A_proxy_that_wants_to_know_who_is_there() =>
        Assert.Equal(AshErrorCause.AuthenticationFailed, (await RefusedAsync(Json(407, "", "Proxy-Authenticate: Basic"))).Cause);

    private static async Task<AshApiException> RefusedAsync(byte[] answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(answer);
        using AshClient client = Clients.ClientOf(server);
        return await Assert.ThrowsAsync<AshApiException>(() => client.Sessions.GetAsync(Clients.SessionId)).Soon();
    }
}
