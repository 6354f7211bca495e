using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Ash.Emulation.Tests.Recordings;

namespace Ash.Emulation.Tests.Messages;

public class StreamTests
{
    [Fact]
    public async Task A_frame_arrives_before_the_next_step_is_made()
    {
        await using var server = new AshServer();
        var gate = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", Gated.By(gate.Task));
        using var stream = await server.OpenStreamAsync(await server.NewSessionAsync(), new { content = "go" });

        var before = await stream.ReadToAsync("message:assistant");
        Assert.Contains("before", before.Text, StringComparison.Ordinal);
        Assert.False(gate.Task.IsCompleted);

        gate.SetResult();
        Assert.Contains("after", (await stream.ReadToAsync("message:assistant")).Text, StringComparison.Ordinal);
        await stream.ReadToAsync("done");
        Assert.Null(await stream.ReadAsync());
    }

    [Fact]
    public async Task Every_frame_has_a_chunk_of_its_own()
    {
        await using var server = new AshServer();
        var answer = await ExchangeAsync(server, await server.NewSessionAsync(), """{"content":"echo hi","includePartialMessages":true}""");

        Assert.True(answer.IsComplete);
        Assert.Equal(answer.Frames().Count, answer.Chunks.Count);
        Assert.All(answer.Chunks, chunk => Assert.EndsWith("\n\n", Encoding.UTF8.GetString(chunk), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_is_escaped_as_JavaScript_does_it()
    {
        await using var server = new AshServer();
        const string Text = "é 世界 😀 \u2028 <a href='x'>&+\u007f\t\u0001\"\\";
        server.Emulator.Replies.Add("*", EmulatorReply.Text(Text));
        var frames = await server.AskAsync(await server.NewSessionAsync(), "x", partial: true);

        var message = frames.Single(frame => frame.Kind == "message:assistant");
        Assert.Contains("é 世界 😀 \u2028 <a href='x'>&+\u007f\\t\\u0001\\\"\\\\", message.Text, StringComparison.Ordinal);
        Assert.Equal(Text, string.Concat(frames.Where(frame => frame.Type == "text_delta").Select(frame => frame.Data["delta"])));
    }

    [Fact]
    public async Task A_failure_ends_the_stream_without_done()
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("*", EmulatorReply.Steps(new TextStep("so far"), new FailureStep("overloaded")));
        var session = await server.NewSessionAsync();
        var frames = await server.AskAsync(session, "x");

        Assert.Equal("error", frames[^1].Type);
        Assert.Equal("""{"error":"overloaded"}""", frames[^1].Text);
        Assert.Equal("active", await server.StatusAsync(session));
    }

    [Fact]
    public async Task An_exception_in_a_reply_is_a_failure()
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("*", Gated.By(Task.FromException(new InvalidOperationException("broken reply"))));
        var frames = await server.AskAsync(await server.NewSessionAsync(), "x");

        Assert.Equal("""{"error":"broken reply"}""", frames[^1].Text);
    }

    [Fact]
    public async Task Partial_thinking_and_tool_input_come_as_deltas_too()
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("*", EmulatorReply.Steps(
            new ThinkingStep("hmm"), new ToolUseStep("Read", """{"path":"a"}""", "missing", IsError: true), new TextStep("done")));
        var frames = await server.AskAsync(await server.NewSessionAsync(), "x", partial: true);

        Assert.Equal(
            ["thinking_delta", "signature_delta", "thinking_delta", "input_json_delta", "input_json_delta", "tool_use", "tool_result",
                "text_delta", "turn_complete"],
            frames.Select(frame => frame.Type).Where(type => type is not ("message" or "session_start" or "done")));
        Assert.Equal("{}", frames.Single(frame => frame.Type == "tool_result").Text);
        var result = frames.Single(frame => frame.Kind == "message:user").Data;
        Assert.True((bool)result["message"]!["content"]![0]!["is_error"]!);
        Assert.Equal("Error: missing", (string?)result["tool_use_result"]);
    }

    [Fact]
    public async Task Tool_input_over_several_lines_still_makes_one_line_of_data()
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("*", EmulatorReply.Steps(new ToolUseStep("Read", "{\r\n  \"a\": [ 1 ]\n}", "")));
        var frames = await server.AskAsync(await server.NewSessionAsync(), "x");

        Assert.EndsWith("\"input\":{\"a\":[1]}}", frames.Single(frame => frame.Type == "tool_use").Text, StringComparison.Ordinal);
        Assert.Equal("done", frames[^1].Type);
    }

    [Theory]
    [InlineData("""{"a":1}""", true)]
    [InlineData("no json", false)]
    public async Task Structured_output_is_the_reply_where_it_is_JSON(string reply, bool expected)
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("*", EmulatorReply.Text(reply));
        using var stream = await server.OpenStreamAsync(
            await server.NewSessionAsync(), new { content = "x", outputFormat = new { type = "json_schema", schema = new { } } });

        var result = (await stream.ReadToAsync("message:result")).Data.AsObject();
        Assert.Equal(expected, result.ContainsKey("structured_output"));
        if (expected)
            Assert.Equal(reply, result["structured_output"]!.ToJsonString());
    }

    [Fact]
    public async Task The_model_of_the_message_wins_over_that_of_the_session()
    {
        await using var server = new AshServer();
        var session = await server.NewSessionAsync();
        await server.GetAsync("PATCH", $"/api/sessions/{session}/config", new { model = "of-session" });

        Assert.Equal("of-session", (string?)(await server.AskAsync(session, "x"))[1].Data["model"]);
        using var stream = await server.OpenStreamAsync(session, new { content = "x", model = "of-message" });
        Assert.Equal("of-message", (string?)(await stream.ReadToAsync("message:system")).Data["model"]);
    }

    [Fact]
    public async Task A_reply_sees_the_whole_prompt()
    {
        await using var server = new AshServer();
        EmulatorPrompt? seen = null;
        server.Emulator.Replies.Add("*", EmulatorReply.From((prompt, _) =>
        {
            seen = prompt;
            return One(new TextStep("ok"));
        }));
        var session = await server.NewSessionAsync();
        await server.AskAsync(session, "first");
        object[] blocks = [new { type = "text", text = "a" }, new { type = "image", source = new { } }, new { type = "text", text = "b" }];
        using (var stream = await server.OpenStreamAsync(session, new { content = blocks, effort = "low", maxTurns = 2 }))
            await stream.ReadToEndAsync();

        Assert.Equal("a\nb", seen!.Text);
        Assert.Equal(2, seen.Sequence);
        Assert.Equal((session, "helper"), (seen.SessionId, seen.AgentName));
        Assert.Equal("""{"effort":"low","maxTurns":2}""", seen.Options);
        Assert.Equal(3, JsonNode.Parse(seen.Blocks!)!.AsArray().Count);
    }

    [Fact]
    public async Task A_second_message_mixes_with_the_first_and_one_done_ends_both()
    {
        await using var server = new AshServer();
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        server.Emulator.Replies.Add("first", Gated.By(first.Task));
        server.Emulator.Replies.Add("second", Gated.By(second.Task));
        var session = await server.NewSessionAsync();

        using var one = await server.OpenStreamAsync(session, new { content = "first" });
        await one.ReadToAsync("message:assistant");
        using var two = await server.OpenStreamAsync(session, new { content = "second" });
        await two.ReadToAsync("message:assistant");
        first.SetResult();

        string[] rest = ["message:assistant", "turn_complete", "message:result", "done"];
        Assert.Equal(rest, (await two.ReadToEndAsync()).Select(frame => frame.Kind));
        Assert.Equal(["message:system", "message:assistant", .. rest], (await one.ReadToEndAsync()).Select(frame => frame.Kind));
        second.SetResult();
    }

    [Fact]
    public async Task A_command_ends_the_stream_of_a_running_turn()
    {
        await using var server = new AshServer();
        var gate = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", Gated.By(gate.Task));
        var session = await server.NewSessionAsync();
        using var stream = await server.OpenStreamAsync(session, new { content = "x" });
        await stream.ReadToAsync("message:assistant");

        var result = await server.GetAsync("POST", $"/api/sessions/{session}/exec", new { command = "echo hi" });

        Assert.Equal("hi\n", (string?)result["stdout"]);
        var done = Assert.Single(await stream.ReadToEndAsync());
        Assert.Equal(("done", """{"sessionId":""}"""), (done.Type, done.Text));
        gate.SetResult();
    }

    [Fact]
    public async Task The_end_of_a_turn_ends_a_command_without_a_result()
    {
        await using var server = new AshServer();
        var gate = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", Gated.By(gate.Task));
        server.Emulator.Commands.Add("*", async (_, cancellation) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return new EmulatorCommandResult(0);
        });
        var session = await server.NewSessionAsync();
        using var stream = await server.OpenStreamAsync(session, new { content = "x" });
        var command = server.SendAsync("POST", $"/api/sessions/{session}/exec", new { command = "long" });
        await started.Task;
        gate.SetResult();

        var (status, body) = await command;
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal("No exec result received", (string?)body!["error"]);
    }

    [Theory]
    [InlineData("stop", "stopped")]
    [InlineData("DELETE", "ended")]
    [InlineData("crash", "active")]
    [InlineData("kill", "paused")]
    public async Task A_turn_whose_sandbox_goes_away_falls_silent(string action, string status)
    {
        await using var server = new AshServer();
        var cancelled = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", EmulatorReply.From((_, gone) =>
        {
            gone.Register(cancelled.SetResult);
            return Forever(gone);
        }));
        var session = await server.NewSessionAsync();
        using var stream = await server.OpenStreamAsync(session, new { content = "x" });
        await stream.ReadToAsync("message:assistant");

        if (action == "crash")
            server.Emulator.CrashSandbox(session);
        else if (action == "kill")
            server.Emulator.KillSandbox(session);
        else if (action == "stop")
            await server.GetAsync("POST", $"/api/sessions/{session}/stop");
        else
            await server.GetAsync("DELETE", $"/api/sessions/{session}");

        await cancelled.Task.WaitAsync(AshServer.Patience);
        // Silence cannot be waited for: what can is that a read does not end while another request is answered.
        using var givingUp = new CancellationTokenSource();
        var read = stream.ReadAsync(givingUp.Token);
        Assert.Equal(status, await server.StatusAsync(session));
        Assert.False(read.IsCompleted);
        await givingUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task A_paused_session_finishes_its_turn()
    {
        await using var server = new AshServer();
        var gate = new TaskCompletionSource();
        server.Emulator.Replies.Add("*", Gated.By(gate.Task));
        var session = await server.NewSessionAsync();
        using var stream = await server.OpenStreamAsync(session, new { content = "x" });
        await stream.ReadToAsync("message:assistant");

        await server.GetAsync("POST", $"/api/sessions/{session}/pause");
        gate.SetResult();

        await stream.ReadToAsync("done");
        Assert.Equal("paused", await server.StatusAsync(session));
    }

    [Fact]
    public async Task What_happens_after_the_client_left_is_not_stored_and_mixes_into_the_next_turn()
    {
        await using var server = new AshServer();
        var gate = new TaskCompletionSource();
        server.Emulator.Replies.Add("abandoned", Gated.By(gate.Task));
        server.Emulator.Replies.Add("next", Gated.By(new TaskCompletionSource().Task));
        var session = await server.NewSessionAsync();
        using (var stream = await server.OpenStreamAsync(session, new { content = "abandoned" }))
            await stream.ReadToAsync("message:assistant");
        var request = await server.Emulator.WaitForRequestAsync(request => request.Path.EndsWith("/messages", StringComparison.Ordinal));
        await request.WaitForClientLeftAsync(AshServer.Soon);
        await request.WaitForAnswerAsync(AshServer.Soon);

        using var next = await server.OpenStreamAsync(session, new { content = "next" });
        await next.ReadToAsync("message:assistant");
        gate.SetResult();

        Assert.Equal(
            ["message:assistant", "turn_complete", "message:result", "done"], (await next.ReadToEndAsync()).Select(frame => frame.Kind));
        var messages = (await server.GetAsync("GET", $"/api/sessions/{session}/messages"))["messages"]!.AsArray();
        Assert.Equal(
            ["user", "assistant", "user", "assistant", "assistant", "assistant"], messages.Select(message => (string?)message!["role"]));
    }

    [Fact]
    public async Task A_client_that_stays_to_the_end_has_not_left()
    {
        await using var server = new AshServer();
        await server.AskAsync(await server.NewSessionAsync(), "x");
        var request = server.Emulator.Requests[^1];
        await request.WaitForAnswerAsync(AshServer.Soon);

        Assert.False(request.WaitForClientLeftAsync().IsCompleted);
        Assert.Equal(200, request.StatusCode);
    }

    [Fact]
    public async Task A_client_that_does_not_read_loses_its_turn()
    {
        var clock = new ManualClock();
        await using var server = new AshServer(new AshEmulatorOptions { Clock = clock });
        server.Emulator.Replies.Add("*", EmulatorReply.From((_, gone) => Forever(gone, new string('x', 1024 * 1024), endless: true)));
        var session = await server.NewSessionAsync();
        using var client = await RawClient.ConnectAsync(server.Emulator.Uri);
        await client.SendAsync(Post(session, """{"content":"x"}"""));

        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(30));

        var frames = new HttpAnswer(await client.ReadToEndAsync()).Frames();
        Assert.Equal(["error", "done"], frames.TakeLast(2).Select(frame => frame.Type));
        Assert.Equal("Client write timeout — closing stream", (string?)frames[^2].Data["error"]);
    }

    [Fact]
    public async Task Bytes_of_a_recording_are_played_as_they_are()
    {
        await using var server = new AshServer();
        const string Recorded = "event: a\r\ndata: 1\r\n\r\n: note\n\nevent: b\rdata:2\r\rdata: cut";
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, Recorded);
        server.Emulator.Replies.Add("*", EmulatorReply.Recording(path));
        File.Delete(path);

        var answer = await ExchangeAsync(server, await server.NewSessionAsync(), """{"content":"x"}""");

        Assert.Equal(Recorded, answer.Body);
        Assert.Equal(4, answer.Chunks.Count);
        Assert.True(answer.IsComplete);
    }

    [Fact]
    public async Task An_exception_in_a_command_or_in_raw_bytes_is_no_silence()
    {
        await using var server = new AshServer();
        server.Emulator.Commands.Add("*", (_, _) => throw new InvalidOperationException("broken command"));
        server.Emulator.Replies.Add("*", EmulatorReply.Raw((_, _) => throw new InvalidOperationException("broken bytes")));
        var session = await server.NewSessionAsync();
        var (status, body) = await server.SendAsync("POST", $"/api/sessions/{session}/exec", new { command = "x" });

        Assert.Equal((HttpStatusCode.InternalServerError, "broken command"), (status, (string?)body!["error"]));
        Assert.False((await ExchangeAsync(server, session, """{"content":"x"}""")).IsComplete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Raw_bytes_may_end_with_or_without_the_last_chunk(bool lastChunk)
    {
        await using var server = new AshServer();
        server.Emulator.Replies.Add("*", EmulatorReply.Raw((_, _) => One<ReadOnlyMemory<byte>>("data: x"u8.ToArray()), lastChunk));

        var answer = await ExchangeAsync(server, await server.NewSessionAsync(), """{"content":"x"}""");

        Assert.Equal("data: x", answer.Body);
        Assert.Equal(lastChunk, answer.IsComplete);
    }

    private static string Post(string session, string body) =>
        $"POST /api/sessions/{session}/messages HTTP/1.1\r\nContent-Type: application/json\r\n" +
        $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    private static async Task<HttpAnswer> ExchangeAsync(AshServer server, string session, string body) =>
        new(await RawClient.ExchangeAsync(server.Emulator.Uri, Post(session, body)));

    private static async IAsyncEnumerable<T> One<T>(T item)
    {
        await Task.CompletedTask;
        yield return item;
    }

    private static async IAsyncEnumerable<ReplyStep> Forever(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken gone, string text = "x", bool endless = false)
    {
        do
            yield return new TextStep(text);
        while (endless);
        await Task.Delay(Timeout.Infinite, gone);
    }
}
