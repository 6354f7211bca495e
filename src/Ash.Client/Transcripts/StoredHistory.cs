using System.Text.Json;

namespace Ash.Transcripts;

/// <summary>
/// One session, from what the server keeps of it: the messages, and from what happened what is not among them, which is what tools
/// gave back, failures, and the session's own life.
/// </summary>
internal sealed class StoredHistory(string sessionId)
{
    public Session? Session { get; set; }

    public List<StoredMessage> Messages { get; } = [];

    public List<SessionEvent> Events { get; } = [];

    public Conversation Build()
    {
        ConversationBuilder conversation = new();
        List<string> lines = [];
        if (Session is not null) lines.Add(TranscriptLines.Of(Session));
        // What comes at the same moment follows the message that it was made from.
        var all = Messages.Select(static m => (At: m.CreatedAt, Item: (object)m)).Concat(Events.Select(static e => (At: e.CreatedAt, Item: (object)e)));
        foreach ((DateTime at, object item) in all.OrderBy(static x => x.At))
        {
            switch (item)
            {
                case StoredMessage message:
                    lines.Add(TranscriptLines.Of(message));
                    Add(conversation, at, message.GetContent());
                    break;
                case SessionEvent happened:
                    lines.Add(TranscriptLines.Of(happened));
                    Add(conversation, at, happened);
                    break;
            }
        }
        AddToolResults(conversation);
        conversation.EndTurn(null, Outcome(conversation), conversation.FailureReason);
        return conversation.Build(sessionId, Session?.AgentName ?? AgentOf(Events), Session?.Status, lines);
    }

    private static void Add(ConversationBuilder conversation, DateTime at, JsonElement message)
    {
        if (message.Text("type") == "user" && message.Member("message").ValueKind == JsonValueKind.Undefined)
        {
            conversation.EndTurn(null, Outcome(conversation), conversation.FailureReason);
            JsonElement content = message.Member("content");
            conversation.Prompt(at, content.ContentText(), Attached.In(content));
            return;
        }
        if (message.ValueKind == JsonValueKind.Object) conversation.Message(at, message);
        else conversation.Text(at, Speaker.Agent, message.ValueKind == JsonValueKind.String ? message.GetString()! : message.Compact());
        if (conversation.HasResult) conversation.EndTurn(at, Outcome(conversation), conversation.FailureReason);
    }

    private static TurnOutcome? Outcome(ConversationBuilder conversation) =>
        conversation.FailureReason is not null ? TurnOutcome.Failed : conversation.HasResult ? TurnOutcome.Completed : null;

    private static void Add(ConversationBuilder conversation, DateTime at, SessionEvent happened)
    {
        switch (happened.Type)
        {
            case "error":
                conversation.Failure(at, happened.ToString());
                break;
            case "lifecycle":
                conversation.Note(at, $"Session {happened.GetData().Text("action") ?? happened.ToString()}.");
                break;
            case "text" or "tool_start" or "tool_result" or "reasoning" or "turn_complete":
                // Among the messages already, or added when the tools are known.
                break;
            default:
                conversation.Unknown(happened.Type);
                break;
        }
    }

    /// <summary>A result seldom says which tool it is of; it is the one that has waited longest.</summary>
    private void AddToolResults(ConversationBuilder conversation)
    {
        List<string> waiting = [];
        foreach (SessionEvent happened in Events.OrderBy(static e => e.Sequence))
        {
            JsonElement data = happened.GetData();
            switch (happened.Type)
            {
                case "tool_start" when data.Text("toolId") is { } id:
                    waiting.Add(id);
                    break;
                case "turn_complete" or "error":
                    waiting.Clear();
                    break;
                case "tool_result" when (data.Text("toolId") ?? waiting.FirstOrDefault()) is { } id:
                    waiting.Remove(id);
                    // Where it has neither, the server took nothing over from what came.
                    if (data.Text("stdout") is { } output) conversation.ToolResult(id, Joined(output, data.Text("stderr")), [], isError: false);
                    break;
            }
        }
    }

    private static string Joined(string output, string? errors) =>
        string.IsNullOrEmpty(errors) ? output : output.Length == 0 ? errors : $"{output.TrimEnd('\n')}\n{errors}";

    private static string? AgentOf(IEnumerable<SessionEvent> events) =>
        events.Where(static e => e.Type == "lifecycle").Select(static e => e.GetData().Text("agentName")).FirstOrDefault(static name => name is not null);
}
