namespace Ash.Emulation.Tests.Messages;

public class TurnTests
{
    [Fact]
    public async Task A_prompt_without_a_rule_is_echoed()
    {
        await using var server = new AshServer();
        var session = await server.NewSessionAsync();

        var frames = await server.AskAsync(session, "echo Hello, world");

        Assert.Equal(
            ["session_start", "message:system", "message:assistant", "turn_complete", "message:result", "done"],
            frames.Select(frame => frame.Kind));
        Assert.Equal("Hello, world", (string?)frames[2].Data["message"]!["content"]![0]!["text"]);
        Assert.Equal("Hello, world", (string?)frames[4].Data["result"]);
        Assert.Equal(session, (string?)frames[5].Data["sessionId"]);
    }

    [Fact]
    public async Task Partial_messages_come_as_deltas_before_the_whole_one()
    {
        await using var server = new AshServer();
        var session = await server.NewSessionAsync();

        var frames = await server.AskAsync(session, "echo Hello, world", partial: true);

        Assert.Equal("Hello, world", string.Concat(frames.Where(frame => frame.Type == "text_delta").Select(frame => frame.Data["delta"])));
        var events = frames.Where(frame => frame.Kind == "message:stream_event").Select(frame => (string?)frame.Data["event"]!["type"]);
        Assert.Equal(
            [
                "message_start", "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
                "message_delta", "message_stop",
            ],
            events);
        Assert.Equal("message:assistant", frames[^4].Kind);
    }

    [Fact]
    public async Task A_tool_is_announced_before_its_message_and_its_result_likewise()
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("list*", EmulatorReply.Steps(
            new TextStep("Looking."), new ToolUseStep("Bash", """{"command":"ls"}""", "a.txt"), new TextStep("One file.")));
        var session = await server.NewSessionAsync();

        var frames = await server.AskAsync(session, "LIST the files");

        Assert.Equal(
            [
                "session_start", "message:system", "message:assistant", "tool_use", "message:assistant", "tool_result", "message:user",
                "message:assistant", "turn_complete", "message:result", "done",
            ],
            frames.Select(frame => frame.Kind));
        Assert.Equal("""{"content":"a.txt"}""", frames[5].Text);
        Assert.Equal("ls", (string?)frames[3].Data["input"]!["command"]);
        Assert.Equal(frames[3].Data["id"]!.ToString(), frames[6].Data["message"]!["content"]![0]!["tool_use_id"]!.ToString());
        Assert.Equal(2, (int)frames[8].Data["numTurns"]!);
    }
}
