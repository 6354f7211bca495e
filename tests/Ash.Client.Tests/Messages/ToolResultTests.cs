using static Ash.Tests.HttpBytes;
using static Ash.Tests.SampleTurn;

namespace Ash.Tests;

/// <summary>A tool result's frame does not say whose it is: the message behind it does.</summary>
public class ToolResultTests
{
    private static readonly string UseA = Frame("tool_use", """{"id":"a","name":"Read","input":{}}""");
    private static readonly string UseB = Frame("tool_use", """{"id":"b","name":"Bash","input":{}}""");
    private static readonly string End = Frame("done", Done);

    [Fact]
    public async Task Several_results_are_completed_from_one_message()
    {
        IReadOnlyList<ToolResultEvent> results = await ResultsAsync(
            UseA + UseB + Frame("tool_result", """{"content":"one"}""") + Frame("tool_result", "{}")
            + Frame("message", ResultMessage(ResultBlock("b", "one"), ResultBlock("a", "boom", isError: true))) + End);

        Assert.Equal([("b", "Bash", false, "one"), ("a", "Read", true, "boom")], results.Select(static r => (r.ToolUseId, r.ToolName, r.IsError, r.Text)));
    }

    [Fact]
    public async Task Blocks_that_are_no_results_are_passed_over()
    {
        IReadOnlyList<ToolResultEvent> results = await ResultsAsync(
            UseA + Frame("tool_result", "{}")
            + Frame("message", ResultMessage("""{"type":"text","text":"note"}""", ResultBlock("a", "one"), ResultBlock("b", "nobody's"))) + End);

        Assert.Equal([("a", "Read", "one")], results.Select(static r => (r.ToolUseId, r.ToolName, r.Text)));
    }

    [Fact]
    public async Task A_message_with_fewer_blocks_leaves_the_rest_as_they_came()
    {
        IReadOnlyList<ToolResultEvent> results = await ResultsAsync(
            UseA + Frame("tool_result", "{}") + Frame("tool_result", """{"content":"two"}""")
            + Frame("message", ResultMessage(ResultBlock("a", "one"))) + End);

        Assert.Equal([("a", "one"), (null, "two")], results.Select(static r => (r.ToolUseId, r.Text)));
    }

    [Fact]
    public async Task A_use_that_was_not_seen_has_no_name()
    {
        ToolResultEvent result = Assert.Single(await ResultsAsync(
            Frame("tool_result", "{}") + Frame("message", ResultMessage(ResultBlock("gone", "one"))) + End));

        Assert.Equal(("gone", null, "one"), (result.ToolUseId, result.ToolName, result.Text));
    }

    [Fact]
    public async Task Text_blocks_of_a_result_stand_on_lines_of_their_own()
    {
        ToolResultEvent result = Assert.Single(await ResultsAsync(Frame("tool_result", "{}") + Frame("message", ResultMessage(
            """{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"one"},{"type":"image","source":{}},{"type":"text","text":"two"}]}""")) + End));

        Assert.Equal("one\ntwo", result.Text);
    }

    [Theory]
    [InlineData("message", """{"type":"assistant","message":{"content":[{"type":"tool_result","tool_use_id":"a"}]}}""")]
    [InlineData("text_delta", """{"delta":"x"}""")]
    [InlineData("message", "{")]
    [InlineData("error", """{"error":"x"}""")]
    public async Task A_result_without_its_message_is_handed_out_as_it_came(string type, string json)
    {
        (IReadOnlyList<AshEvent> events, _) =
            await Clients.StreamAsync(EventStream(UseA + Frame("tool_result", """{"content":"one"}""") + Frame(type, json) + End));

        Assert.Equal(["tool_use", "tool_result", type, "done"], events.Select(static e => e.Type));
        Assert.Equal([1L, 2, 3, 4], events.Select(static e => e.Sequence));
        ToolResultEvent result = Assert.IsType<ToolResultEvent>(events[1]);
        Assert.Equal((null, null, false, "one"), (result.ToolUseId, result.ToolName, result.IsError, result.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_is_the_last_frame_is_handed_out_before_the_failure(bool endsInOrder)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(
            EventStream(UseA + Frame("tool_result", """{"content":"one"}""") + Frame("tool_result", """{"content":"two"}"""), lastChunk: endsInOrder));

        Assert.Equal(["one", "two"], events.OfType<ToolResultEvent>().Select(static r => r.Text));
        Assert.Equal((AshErrorCause.StreamCut, 3L), (failure?.Cause, failure?.EventsReceived));
    }

    [Fact]
    public async Task A_turn_lists_the_calls_with_what_they_gave()
    {
        await using ScriptedServer server = ScriptedServer.Answering(EventStream(
            UseA + UseB + Frame("tool_result", "{}") + Frame("message", ResultMessage(ResultBlock("b", "boom", isError: true))) + End));
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        Assert.Equal([("Read", null, null), ("Bash", "boom", true)], turn.ToolCalls.Select(static c => (c.Name, c.Result, c.IsError)));
    }

    private static async Task<IReadOnlyList<ToolResultEvent>> ResultsAsync(string body)
    {
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(EventStream(body));
        Assert.Null(failure);
        return [.. events.OfType<ToolResultEvent>()];
    }
}
