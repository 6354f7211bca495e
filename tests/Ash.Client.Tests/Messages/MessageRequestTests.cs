using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What goes over the wire for a message, and what does not.</summary>
public class MessageRequestTests
{
    public static TheoryData<string, MessageOptions, string> Bodies { get; } = new()
    {
        { "hello", new(), """{"content":"hello"}""" },
        { "two\nlines \"quoted\" \\", new(), """{"content":"two\nlines \"quoted\" \\"}""" },
        { "hello", new() { IncludePartial = true }, """{"content":"hello","includePartialMessages":true}""" },
        { "hello", new() { Model = "m" }, """{"content":"hello","model":"m"}""" },
        { "hello", new() { MaxTurns = 3 }, """{"content":"hello","maxTurns":3}""" },
        { "hello", new() { MaxBudgetUsd = 0.10m }, """{"content":"hello","maxBudgetUsd":0.10}""" },
        { "hello", new() { Effort = "max" }, """{"content":"hello","effort":"max"}""" },
        { "hello", new() { Thinking = "adaptive" }, """{"content":"hello","thinking":{"type":"adaptive"}}""" },
        {
            "hello", new() { Thinking = "enabled", ThinkingBudgetTokens = 1000 },
            """{"content":"hello","thinking":{"type":"enabled","budgetTokens":1000}}"""
        },
        {
            "hello", new() { OutputSchema = """{"type": "object"}""" },
            """{"content":"hello","outputFormat":{"type":"json_schema","schema":{"type": "object"}}}"""
        },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task The_body_holds_what_was_said_and_nothing_else(string text, MessageOptions options, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        await Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, text, options)).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal($"POST /api/sessions/{Clients.SessionId}/messages", sent.ToString());
        Assert.Equal(body, sent.BodyText);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.Contains("text/event-stream", sent.Headers["Accept"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_arrives_as_it_is()
    {
        string text = "Grüezi 🦊 <b>&amp;</b> 'x' + \u2028 \u0001 \uFEFF";
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        await Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, text)).Soon();

        Assert.Equal(text, Assert.Single(server.Requests).Json!["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_message_is_as_long_as_its_characters_are_many()
    {
        string foxes = string.Concat(Enumerable.Repeat("🦊", 500_000));
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        await Clients.CollectAsync(client.Messages.SendAsync(Clients.SessionId, foxes)).Soon();

        Assert.True(foxes == Assert.Single(server.Requests).Json!["content"]!.GetValue<string>(), "Another text arrived.");
        Assert.Throws<AshException>(() => client.Messages.SendAsync(Clients.SessionId, foxes + "x"));
    }

    public static TheoryData<string, string, MessageOptions> Invalid { get; } = new()
    {
        { "", "hello", new() },
        { " ", "hello", new() },
        { ".", "hello", new() },
        { "..", "hello", new() },
        { "a/b", "hello", new() },
        { "../x", "hello", new() },
        { Clients.SessionId, "", new() },
        { Clients.SessionId, " \n", new() },
        { Clients.SessionId, new string('x', 500_001), new() },
        { Clients.SessionId, "hello", new() { Model = new string('m', 101) } },
        { Clients.SessionId, "hello", new() { Effort = "enormous" } },
        { Clients.SessionId, "hello", new() { MaxTurns = 0 } },
        { Clients.SessionId, "hello", new() { MaxBudgetUsd = -1 } },
        { Clients.SessionId, "hello", new() { ThinkingBudgetTokens = 5 } },
        { Clients.SessionId, "hello", new() { OutputSchema = "{" } },
        { Clients.SessionId, "hello", new() { OutputSchema = "[]" } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task What_the_server_does_not_take_is_not_sent(string sessionId, string text, MessageOptions options)
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        AshException e = Assert.Throws<AshException>(() => client.Messages.SendAsync(sessionId, text, options));

        Assert.Equal(AshErrorCause.InvalidRequest, e.Cause);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("text/html", "<html>")]
    [InlineData(null, "")]
    public async Task An_answer_that_is_no_event_stream_is_not_an_Ash_servers(string? contentType, string body)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answer(200, contentType, body));
        using AshClient client = Clients.ClientOf(server);

        AshApiException e = await Assert.ThrowsAsync<AshApiException>(() => client.Messages.SendAndWaitAsync(Clients.SessionId, "hello")).Soon();

        Assert.Equal((AshErrorCause.NotAnAshServer, 200), (e.Cause, e.StatusCode));
    }

    [Theory]
    [InlineData("text/event-stream; charset=utf-8")]
    [InlineData("Text/Event-Stream")]
    public async Task An_event_stream_may_be_announced_in_other_letters(string contentType)
    {
        await using ScriptedServer server = ScriptedServer.Answering(Answer(200, contentType, SampleTurn.Body));
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal(TurnOutcome.Completed, turn.Outcome);
    }
}
