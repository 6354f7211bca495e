using System.Text;
using System.Text.Json;
using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>Frames whose data is not what the server promises: they are handed on as such, and the stream goes on.</summary>
public class MalformedEventTests
{
    private static readonly string[] Types =
    [
        "session_start", "text_delta", "thinking_delta", "tool_use", "tool_result", "turn_complete", "message", "session_end", "error",
        "done", "something-new",
    ];

    /// <summary>Each character of the data is a byte.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"type":"assistant""")]
    [InlineData("""{"type":}""")]
    [InlineData("nope")]
    [InlineData("{} {}")]
    [InlineData("{'a':1}")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":"\x"}""")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("{\"a\":\"\0\"}")]
    [InlineData("{\"a\":\"\u00ff\"}")]
    [InlineData("{\"a\":\"\u00c3\"}")]
    [InlineData("{\"a\":\"\u00c0\u00af\"}")]
    [InlineData("{\"a\":\"\u00ed\u00a0\u0080\"}")]
    [InlineData("{\"\u00ff\":1}")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":"\udc00\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"type":"\ud800"}""")]
    [InlineData("""{"message":{"content":[{"type":"text","text":"\ud83e"}]}}""")]
    public async Task Data_that_is_no_JSON_text_is_handed_on_as_malformed(string data)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(data);
        foreach (string type in Types)
        {
            (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await StreamAsync(type, bytes);

            // Whatever an error says, it is one.
            Assert.Equal(type == "error" ? TurnOutcome.Failed : null, failure?.Outcome);
            Assert.Equal([type, "done"], events.Select(static e => e.Type));
            MalformedEvent malformed = Assert.IsType<MalformedEvent>(events[0]);
            Assert.Equal(bytes, malformed.GetUtf8Data().ToArray());
            Assert.NotEmpty(malformed.Reason);
            Assert.Equal(Encoding.UTF8.GetString(bytes), malformed.RawText);
            Assert.Equal(JsonValueKind.Undefined, malformed.GetData().ValueKind);
            EventProbe.Ask(malformed);
        }
    }

    [Theory]
    [InlineData(1024, typeof(AshEvent))]
    [InlineData(1025, typeof(MalformedEvent))]
    [InlineData(1_000_000, typeof(MalformedEvent))]
    public async Task JSON_may_nest_as_deep_as_PowerShell_reads_it(int depth, Type kind)
    {
        byte[] data = Utf8(new string('[', depth) + new string(']', depth));
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await StreamAsync("something-new", data);

        Assert.Null(failure);
        Assert.IsType(kind, events[0]);
        EventProbe.Ask(events[0]);
    }

    [Fact]
    public async Task A_message_may_nest_as_deep()
    {
        string deep = new string('[', 1019) + new string(']', 1019);
        byte[] data = Utf8("""{"type":"assistant","message":{"content":[{"type":"tool_use","name":"T","input":""" + deep + "}]}}");
        (IReadOnlyList<AshEvent> events, _) = await StreamAsync("message", data);

        Assert.Equal("T " + deep, Assert.IsType<MessageEvent>(events[0]).ToString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("-1e400")]
    [InlineData("true")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("""[[],{},null,"a"]""")]
    [InlineData("{}")]
    [InlineData("""{"type":null,"sessionId":1,"version":{},"delta":[],"id":5,"name":{},"input":"x","content":7,"numTurns":1.5,"result":[],"error":{}}""")]
    [InlineData("""{"type":"user","message":[],"subtype":3}""")]
    [InlineData("""{"type":"user","message":{"role":7,"content":[null,1,"a",[],{},{"type":4},{"type":"text"},{"type":"tool_result"}]}}""")]
    [InlineData("""{"type":"assistant","parent_tool_use_id":5,"message":{"content":[{"type":"text","text":9},{"type":"tool_use"},{"type":"thinking"},{"type":"x"}]}}""")]
    [InlineData("""{"type":"result","is_error":"yes","duration_ms":1e400,"num_turns":1e10,"total_cost_usd":1e99,"usage":[],"errors":"x"}""")]
    [InlineData("""{"type":"result","is_error":true,"duration_ms":-5,"num_turns":"2","total_cost_usd":"1","usage":{"input_tokens":"many"},"errors":[1,null],"result":4}""")]
    [InlineData("""{"type":"result","duration_ms":1e300,"usage":{"input_tokens":1e40,"output_tokens":null}}""")]
    [InlineData("""{"type":"stream_event","event":[]}""")]
    [InlineData("""{"type":"system","subtype":null,"model":[]}""")]
    [InlineData("""{"type":"a","type":"result","is_error":true,"is_error":false}""")]
    public async Task JSON_of_another_shape_can_be_asked_anything(string json)
    {
        foreach (string type in Types)
        {
            string body = Frame("tool_use", SampleTurn.ToolUse) + Frame("tool_result", "{}") + Frame(type, json) + Frame("done", SampleTurn.Done);
            (IReadOnlyList<AshEvent> events, _) = await Clients.StreamAsync(EventStream(body));

            Assert.DoesNotContain(events, static e => e is MalformedEvent);
            Assert.Equal(json, events[2].GetJson());
            TurnText text = new();
            TurnBuilder turn = new(Clients.SessionId);
            foreach (AshEvent e in events)
            {
                EventProbe.Ask(e);
                text.Next(e);
                turn.Add(e);
            }
            turn.Build(TurnOutcome.Completed);
        }
    }

    [Fact]
    public async Task A_done_that_is_malformed_does_not_complete_the_turn()
    {
        (_, AshStreamException? failure) = await Clients.StreamAsync(EventStream(Frame("done", "{")));

        Assert.Equal(AshErrorCause.StreamCut, failure?.Cause);
    }

    private static Task<(IReadOnlyList<AshEvent> Events, AshStreamException? Failure)> StreamAsync(string type, byte[] data) =>
        Clients.StreamAsync(EventStream([.. Utf8($"event: {type}\ndata: "), .. data, .. Utf8("\n\n" + Frame("done", SampleTurn.Done))]));
}
