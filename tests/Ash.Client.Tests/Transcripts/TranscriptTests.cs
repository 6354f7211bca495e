using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ash.Http;

namespace Ash.Tests;

/// <summary>A transcript says who said what, what tools did, what it cost and how it ended.</summary>
public class TranscriptTests
{
    [Fact]
    public void A_turn_reads_in_the_order_in_which_it_happened()
    {
        string page = Talk.Transcript(Talk.Events("Say hello", [.. SampleTurn.Events])).Markdown();

        AssertInOrder(page, "### User · 12:00:00", "Say hello", "<b>Bash</b>", "Result:", "grüezi", "### Agent", "> Grüezi 🦊",
            @"*Completed · 1.5 s · 2 model calls · 3 tokens in, 4 out · $0.25*");
        AssertInOrder(page, "- Model: m", "- Session: " + Clients.SessionId, "- Turns: 1", "- Tools used: 1", "- Cost: $0.25", "- Tokens: 3 tokens in, 4 out");
    }

    [Fact]
    public void Text_that_comes_in_pieces_and_whole_stands_there_once()
    {
        string page = Talk.Transcript(Talk.Events("x", Talk.Start,
            ("text_delta", """{"delta":"Hel"}"""), ("text_delta", """{"delta":"lo"}"""), ("thinking_delta", """{"delta":"Hm"}"""), ("thinking_delta", """{"delta":"Hm"}"""),
            Talk.Assistant(new { type = "thinking", thinking = "Hm" }, new { type = "text", text = "Hello" }),
            ("message", """{"type":"result","subtype":"success","result":"Hello"}"""), Talk.Done)).Markdown();

        Assert.Equal(2, page.Split("Hello").Length);
        Assert.Equal(2, page.Split("> Hm").Length);
    }

    [Fact]
    public void Of_a_turn_that_is_cut_there_is_what_had_come()
    {
        string page = Talk.Transcript(Talk.Events("x", Talk.Start,
            ("thinking_delta", """{"delta":"Hm"}"""), ("text_delta", """{"delta":"I wri"}"""), ("tool_use", SampleTurn.ToolUse))).Markdown();

        AssertInOrder(page, "> Hm", "> I wri", "*The message was cut off here.*", "<b>Bash</b>", "No result of it is known", "*Interrupted: The events end before the turn does");
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"error_max_turns","is_error":true,"errors":["Too many turns."]}""", "*Failed: Too many turns · ")]
    [InlineData("""{"type":"result","subtype":"success","is_error":false}""", "*Completed · ")]
    public void The_end_says_how(string result, string ending) =>
        Assert.Contains(ending, Talk.Transcript(Talk.Events("x", Talk.Start, ("message", result), Talk.Done)).Markdown(), StringComparison.Ordinal);

    [Fact]
    public void A_whole_turn_knows_more_than_its_events()
    {
        TurnBuilder turn = new(Clients.SessionId);
        foreach (AshEvent next in Talk.Events("What?", Talk.Start, Talk.Text("Yes"))) turn.Add(next);
        TranscriptBuilder builder = new();
        builder.Add(turn.Build(TurnOutcome.Cancelled));
        builder.Add(turn.Build(TurnOutcome.Interrupted, "The stream was taken over."));

        Transcript transcript = builder.Build();

        AssertInOrder(transcript.Markdown(), "What?", "> Yes", "*Cancelled · ", "What?", "> Yes", "*Interrupted: The stream was taken over · ");
        Assert.Equal([Clients.SessionId], transcript.SessionIds);
        Assert.Equal(["Cancelled", "Interrupted"], transcript.Lines().Select(static line => JsonDocument.Parse(line).RootElement)
            .Where(static line => line.GetProperty("record").GetString() == "turn").Select(static line => line.GetProperty("outcome").GetString()));
    }

    [Fact]
    public void A_history_has_what_the_server_keeps_beside_the_messages()
    {
        TranscriptBuilder builder = new();
        Talk.AddHistory(builder);

        string page = builder.Build().Markdown();

        AssertInOrder(page, "# Conversation with ops", "*Session created.*",
            "### User", "Look", "<b>Read</b> <code>a.txt</code>", "Result:", "one", "<b>Bash</b> <code>ls</code>", "Result:", "two\nand an error", "### ops", "> Looked.", "*Completed · $0.10*",
            "### User", "Fail", "**Error**", "Overloaded", "*Failed*",
            "### User", "Vanish", "*No end of this turn is known*", "### User", "Still there?", 
            "*Session paused.*");
        Assert.Contains("- Turns: 4, 1 of them not completed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_lose_nothing()
    {
        (string Type, string Json)[] frames =
        [
            .. SampleTurn.Events.SkipLast(1), ("new_kind", "{\n  \"a\": 1.50,\r\n  \"b\": \"\\u2028 \\ud83d\\ude00 \\u0000\", \"a\": [1e400, 12345678901234567890123]\n}"), ("broken", "{\"a\":"), Talk.Done,
        ];
        IReadOnlyList<AshEvent> events = Talk.Events("Say\nit", frames);

        string[] lines = Talk.Transcript(events).Lines();

        Assert.Equal(frames.Length, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.DoesNotMatch("[\u0000-\u001f\u0085\u2028\u2029]", lines[i]);
            JsonElement line = JsonDocument.Parse(lines[i]).RootElement;
            Assert.Equal(frames[i].Type, line.GetProperty("type").GetString());
            Assert.Equal(i + 1, line.GetProperty("sequence").GetInt32());
            Assert.Equal(events[i].ReceivedAt, line.GetProperty("receivedAt").GetDateTime());
            if (frames[i].Type == "broken") Assert.Equal(frames[i].Json, line.GetProperty("text").GetString());
            else Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(frames[i].Json).RootElement, line.GetProperty("data")), lines[i]);
        }
        Assert.Equal("Say\nit", JsonDocument.Parse(lines[0]).RootElement.GetProperty("message").GetString());
        Assert.Contains("1.50", lines[^3], StringComparison.Ordinal);
    }

    [Fact]
    public void Several_sessions_are_several_conversations()
    {
        TranscriptBuilder builder = new();
        builder.Add(Talk.Stored(1, "user", """{"type":"user","content":["from the history"]}"""));
        foreach (AshEvent next in Talk.Events("live", Talk.Start, Talk.Text("Yes"), Talk.Done)) builder.Add(next);

        XElement page = builder.Build().Page("Both");

        Assert.Equal(["Session s", $"Session {Clients.SessionId}"], page.Descendants("h2").Select(static h => h.Value));
        Assert.Equal(["#c1", "#c2"], page.Descendants("header").Single().Descendants("a").Select(static a => a.Attribute("href")!.Value));
        Assert.Equal(["c1", "c2"], page.Descendants("section").Select(static s => s.Attribute("id")!.Value));
    }

    [Fact]
    public void What_a_person_typed_is_no_markdown_and_what_an_agent_wrote_is()
    {
        XElement page = Talk.Transcript(Talk.Events("*.log\n*.txt", Talk.Start, Talk.Text("# Found\n\n*one* at https://ok.example/a."), Talk.Done)).Page();

        Assert.Equal("*.log\n*.txt", page.Descendants("div").Single(static div => div.Attribute("class")?.Value == "plain").Value);
        XElement text = page.Descendants("div").Single(static div => div.Attribute("class")?.Value == "text");
        Assert.Equal(["h4", "p"], text.Elements().Select(static e => e.Name.LocalName));
        Assert.Equal("one", text.Descendants("em").Single().Value);
        Assert.Equal("https://ok.example/a", text.Descendants("a").Single().Attribute("href")!.Value);
    }

    [RecordingsTheory]
    [MemberData(nameof(RecordedTurnTests.Turns), MemberType = typeof(RecordedTurnTests))]
    public void Every_recorded_turn_can_be_written(string name)
    {
        (string, string)[] frames = [.. RecordedFrame.Read(new Recording(name).Stream).Select(static frame => (frame.Type, frame.Data))];
        Transcript transcript = Talk.Transcript(Talk.Events("recorded", frames));

        Assert.NotEmpty(transcript.Page().Descendants("article"));
        Assert.Contains("### User", transcript.Markdown(), StringComparison.Ordinal);
        Assert.Equal(frames.Length, transcript.Lines().Length);
    }

    [RecordingsTheory]
    [InlineData("messages-list", "events-list")]
    [InlineData("messages-of-forked", "events-of-ended")]
    public void A_recorded_history_can_be_written(string messages, string events)
    {
        TranscriptBuilder builder = new();
        JsonArray all = new Recording(messages).ResponseJson!["messages"]!.AsArray();
        foreach (JsonNode? message in all) builder.Add(message.Deserialize(AshJsonContext.Default.StoredMessage)!);
        foreach (JsonNode? e in new Recording(events).ResponseJson!["events"]!.AsArray()) builder.Add(e.Deserialize(AshJsonContext.Default.SessionEvent)!);

        XElement page = builder.Build().Page();

        int prompts = all.Count(static message => message!["role"]!.GetValue<string>() == "user");
        Assert.Equal(prompts, page.Descendants("article").Count(static article => article.Attribute("class")!.Value == "user"));
        Assert.DoesNotContain("Not shown here", page.Value, StringComparison.Ordinal);
    }

    private static void AssertInOrder(string text, params string[] parts)
    {
        int from = 0;
        foreach (string part in parts)
        {
            int at = text.IndexOf(part, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"'{part}' does not follow in:\n{text[from..]}");
            from = at + part.Length;
        }
    }
}
