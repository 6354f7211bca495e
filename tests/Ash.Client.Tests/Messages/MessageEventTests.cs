using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>What a message says of itself.</summary>
public class MessageEventTests
{
    [Theory]
    [InlineData("""{"type":"assistant"}""", "assistant")]
    [InlineData("""{"message":{"type":"message"},"type":"assistant"}""", "assistant")]
    [InlineData("""{"a":[{"type":"user"}],"b":{"c":{"type":"result"}},"type":"system"}""", "system")]
    [InlineData("""{"typ\u0065":"us\u0065r"}""", "user")]
    [InlineData("""{"type":"rate_limit_event"}""", "rate_limit_event")]
    [InlineData("""{"type":7}""", "")]
    [InlineData("""{"message":{"type":"message"}}""", "")]
    [InlineData("""["type","user"]""", "")]
    public async Task Its_kind_is_the_type_of_the_outermost_object(string json, string type)
    {
        (IReadOnlyList<AshEvent> events, _) = await Clients.StreamAsync(EventStream(Frame("message", json) + Frame("done", SampleTurn.Done)));

        Assert.Equal(type, Assert.IsType<MessageEvent>(events[0]).MessageType);
    }

    [Fact]
    public async Task Text_that_came_in_pieces_is_not_repeated_and_text_that_did_not_is_not_lost()
    {
        (IReadOnlyList<AshEvent> events, _) = await Clients.StreamAsync(EventStream(
            Frame("text_delta", """{"delta":"Hel"}""") + Frame("text_delta", """{"delta":"lo. "}""") + Frame("message", SampleTurn.Assistant("Hello. "))
            + Frame("message", SampleTurn.Assistant("I work. "))
            + Frame("message", """{"type":"assistant","parent_tool_use_id":"t","message":{"content":[{"type":"text","text":"not mine"}]}}""")
            + Frame("text_delta", """{"delta":"Done."}""") + Frame("message", SampleTurn.Assistant("Done.")) + Frame("done", SampleTurn.Done)));

        TurnText text = new();
        TurnBuilder turn = new(Clients.SessionId);
        foreach (AshEvent e in events) turn.Add(e);

        Assert.Equal("Hello. I work. Done.", string.Concat(events.Select(text.Next)));
        Assert.Equal("Hello. \nI work. \nDone.", turn.Build(TurnOutcome.Completed).ToString());
    }
}
