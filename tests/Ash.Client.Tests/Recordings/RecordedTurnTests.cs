using System.Text;
using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>Every recorded event stream, served again byte for byte over a socket and read by the client.</summary>
public class RecordedTurnTests
{
    /// <summary>The turns that did not complete: how they ended, and what the server said of it.</summary>
    private static readonly Dictionary<string, (TurnOutcome Outcome, AshErrorCause Cause, string Says)> NotCompleted = new()
    {
        ["message-fail"] = (TurnOutcome.Failed, AshErrorCause.TurnFailed, "fake model failure"),
        ["message-fail-mid"] = (TurnOutcome.Failed, AshErrorCause.TurnFailed, "fake model failure mid-turn"),
        ["message-error-result"] = (TurnOutcome.Failed, AshErrorCause.TurnFailed, "Reached maximum number of turns"),
        ["message-disconnect"] = (TurnOutcome.Interrupted, AshErrorCause.StreamCut, "after 3 events"),
        ["message-server-kill-mid-turn"] = (TurnOutcome.Interrupted, AshErrorCause.StreamCut, "after 4 events"),
    };

    public static TheoryData<string> Turns { get; } = Recording.Names(static recording => recording.IsStream);

    public static TheoryData<string> TextMessages { get; } =
        Recording.Names(static recording => recording.IsStream && recording.Request.Json!["content"] is JsonValue);

    [RecordingsTheory]
    [MemberData(nameof(Turns))]
    public async Task Every_frame_becomes_one_event_in_order(string name)
    {
        Recording recording = new(name);
        (IReadOnlyList<AshEvent> events, _) = await Clients.StreamAsync(recording.Response);

        IReadOnlyList<RecordedFrame> frames = RecordedFrame.Read(recording.Stream);
        Assert.Equal(frames.Select(static f => f.Type), events.Select(static e => e.Type));
        Assert.Equal(frames.Select(static f => f.Data), events.Select(static e => Encoding.UTF8.GetString(e.GetUtf8Data().Span)));
        Assert.Equal(Enumerable.Range(1, frames.Count).Select(static n => (long)n), events.Select(static e => e.Sequence));
        Assert.All(events, static e => Assert.Equal(Clients.SessionId, e.SessionId));
        Assert.DoesNotContain(events, static e => e is MalformedEvent);
    }

    [RecordingsTheory]
    [MemberData(nameof(Turns))]
    public async Task A_turn_ends_the_way_the_server_ended_it(string name)
    {
        Recording recording = new(name);
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(recording.Response);

        if (!NotCompleted.TryGetValue(name, out (TurnOutcome Outcome, AshErrorCause Cause, string Says) expected))
        {
            Assert.Null(failure);
            Assert.IsType<DoneEvent>(events[^1]);
            return;
        }
        Assert.NotNull(failure);
        Assert.Equal(expected.Outcome, failure.Outcome);
        Assert.Equal(expected.Cause, failure.Cause);
        Assert.Contains(expected.Says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(events.Count, failure.EventsReceived);
        Assert.Equal(Clients.SessionId, failure.SessionId);
    }

    [RecordingsTheory]
    [MemberData(nameof(Turns))]
    public async Task A_turn_as_a_whole_says_what_its_messages_say(string name)
    {
        Recording recording = new(name);
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);

        Turn turn = await client.Messages.SendAndWaitAsync(Clients.SessionId, "hello").Soon();

        IReadOnlyList<RecordedFrame> frames = RecordedFrame.Read(recording.Stream);
        Assert.Equal(string.Join('\n', RecordedFrame.Texts(frames)), turn.Text);
        Assert.Equal(NotCompleted.TryGetValue(name, out var expected) ? expected.Outcome : TurnOutcome.Completed, turn.Outcome);
        Assert.Equal(turn.Outcome == TurnOutcome.Completed, turn.Error is null);
        Assert.Equal(frames.Count, turn.GetEvents().Count);

        JsonNode? result = frames.LastOrDefault(static f => f.Type == "message" && f.Json["type"]!.GetValue<string>() == "result")?.Json;
        Assert.Equal(result?["total_cost_usd"]?.GetValue<decimal>(), turn.CostUsd);
        Assert.Equal(result?["num_turns"]?.GetValue<int>(), turn.Turns);
        Assert.Equal(result?["usage"]?["input_tokens"]?.GetValue<long>(), turn.Usage?.InputTokens);
        Assert.Equal(result?["usage"]?["output_tokens"]?.GetValue<long>(), turn.Usage?.OutputTokens);

        MessageEvent? last = turn.GetEvents().OfType<MessageEvent>().LastOrDefault(static m => m.IsError is not null);
        Assert.Equal(result?["is_error"]?.GetValue<bool>(), last?.IsError);
        Assert.Equal(result?["duration_ms"]?.GetValue<double>(), last?.Duration?.TotalMilliseconds);
    }

    [RecordingsTheory]
    [MemberData(nameof(Turns))]
    public async Task The_text_is_found_once_whether_it_came_in_pieces_or_whole(string name)
    {
        Recording recording = new(name);
        (IReadOnlyList<AshEvent> events, _) = await Clients.StreamAsync(recording.Response);

        TurnText text = new();
        Assert.Equal(string.Concat(RecordedFrame.Texts(RecordedFrame.Read(recording.Stream))), string.Concat(events.Select(text.Next)));
    }

    [RecordingsTheory]
    [MemberData(nameof(Turns))]
    public async Task A_tool_result_is_completed_from_the_message_behind_it(string name)
    {
        Recording recording = new(name);
        (IReadOnlyList<AshEvent> events, _) = await Clients.StreamAsync(recording.Response);

        IReadOnlyList<RecordedFrame> frames = RecordedFrame.Read(recording.Stream);
        Dictionary<string, string> tools = frames.Where(static f => f.Type == "tool_use")
            .ToDictionary(static f => f.Json["id"]!.GetValue<string>(), static f => f.Json["name"]!.GetValue<string>());
        for (int i = 0; i < frames.Count; i++)
        {
            if (frames[i].Type != "tool_result") continue;
            JsonNode block = frames[i + 1].Json["message"]!["content"]![0]!;
            ToolResultEvent result = Assert.IsType<ToolResultEvent>(events[i]);
            Assert.Equal(block["tool_use_id"]!.GetValue<string>(), result.ToolUseId);
            Assert.Equal(tools[result.ToolUseId!], result.ToolName);
            Assert.Equal(block["is_error"]?.GetValue<bool>() ?? false, result.IsError);
            Assert.Equal(block["content"]!.GetValue<string>(), result.Text);
        }
        Assert.Equal(tools, events.OfType<ToolUseEvent>().ToDictionary(static e => e.Id!, static e => e.Name!));
        Assert.Equal(name.Contains("tool", StringComparison.Ordinal), tools.Count > 0);
    }

    [RecordingsTheory]
    [MemberData(nameof(Turns))]
    public async Task The_way_a_stream_is_cut_into_chunks_changes_nothing(string name)
    {
        Recording recording = new(name);
        (IReadOnlyList<AshEvent> events, AshStreamException? failure) = await Clients.StreamAsync(recording.Response);

        foreach (int size in new[] { 0, 1, 7, 4096 })
        {
            byte[] answer = HttpBytes.EventStream(recording.Stream, size, lastChunk: failure?.Cause != AshErrorCause.StreamCut);
            (IReadOnlyList<AshEvent> again, AshStreamException? failureAgain) = await Clients.StreamAsync(answer);
            Assert.Equal(events.Select(static e => (e.Type, e.GetJson(), e.ToString())), again.Select(static e => (e.Type, e.GetJson(), e.ToString())));
            Assert.Equal(failure?.Message, failureAgain?.Message);
        }
    }

    [RecordingsTheory]
    [MemberData(nameof(TextMessages))]
    public async Task A_message_is_sent_as_it_was_recorded(string name)
    {
        Recording recording = new(name);
        JsonNode recorded = recording.Request.Json!;
        await using ScriptedServer server = ScriptedServer.Answering(recording.Response);
        using AshClient client = Clients.ClientOf(server);
        string sessionId = recording.Request.Target.Split('/')[3];
        await Clients.CollectAsync(client.Messages.SendAsync(sessionId, recorded["content"]!.GetValue<string>(), new()
        {
            IncludePartial = recorded["includePartialMessages"]?.GetValue<bool>() ?? false,
            Model = recorded["model"]?.GetValue<string>(),
            MaxTurns = recorded["maxTurns"]?.GetValue<int>(),
            MaxBudgetUsd = recorded["maxBudgetUsd"]?.GetValue<decimal>(),
            Effort = recorded["effort"]?.GetValue<string>(),
            Thinking = recorded["thinking"]?["type"]?.GetValue<string>(),
            ThinkingBudgetTokens = recorded["thinking"]?["budgetTokens"]?.GetValue<int>(),
            OutputSchema = recorded["outputFormat"]?["schema"]?.ToJsonString(),
        })).Soon();

        SeenRequest sent = Assert.Single(server.Requests);
        Assert.Equal(recording.Request.ToString(), sent.ToString());
        Assert.True(JsonNode.DeepEquals(recorded, sent.Json), $"{recorded.ToJsonString()} was to be sent, and {sent.BodyText} was.");
    }
}
