using System.Globalization;
using System.Text.Json;

namespace Ash.Transcripts;

/// <summary>
/// Makes the entries of a conversation from messages of the Agent SDK, which a stream and a history have in common, and from what
/// each of them says besides.
/// </summary>
internal sealed class ConversationBuilder
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, ToolUsed> _tools = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private string? _lastText;
    private string? _failure;
    private TurnEnd? _result;

    public string? Model { get; private set; }

    /// <summary>A turn has begun and its end has not been seen.</summary>
    public bool IsInTurn { get; private set; }

    /// <summary>Why the turn failed, as far as it has been said.</summary>
    public string? FailureReason => _failure ?? (_result is { Outcome: TurnOutcome.Failed } ? _result.Reason : null);

    public bool HasResult => _result is not null;

    /// <summary>What the user says, which begins a turn.</summary>
    public void Prompt(DateTime? at, string text, IReadOnlyList<Attached> attachments)
    {
        IsInTurn = true;
        _entries.Add(new Said(at, Speaker.User, text, attachments));
    }

    /// <summary>A turn begins of which nobody knows what the user said.</summary>
    public void BeginTurn() => IsInTurn = true;

    /// <summary>A message of the Agent SDK, whole.</summary>
    public void Message(DateTime? at, JsonElement message)
    {
        bool isSubagent = message.Text("parent_tool_use_id") is not null;
        switch (message.Text("type"))
        {
            case "assistant":
                if (!isSubagent) Model ??= message.Member("message").Text("model");
                Blocks(at, isSubagent ? Speaker.Subagent : Speaker.Agent, message.Member("message").Member("content"));
                break;
            case "user":
                UserMessage(at, isSubagent, message.Member("message").Member("content"));
                break;
            case "result":
                Result(at, message);
                break;
            case "system" when message.Text("subtype") == "init":
                Model ??= message.Text("model");
                break;
            case "stream_event":
                // A piece of a message that comes whole.
                break;
            default:
                Unknown($"{message.Text("type")} {message.Text("subtype")}".Trim());
                break;
        }
    }

    public void Text(DateTime? at, Speaker speaker, string text, bool isWhole = true)
    {
        if (text.Length == 0) return;
        if (speaker == Speaker.Agent) _lastText = text;
        _entries.Add(new Said(at, speaker, text, [], isWhole));
    }

    public void Thinking(DateTime? at, Speaker speaker, string text)
    {
        if (text.Length > 0) _entries.Add(new Thought(at, speaker, text));
    }

    public void Tool(DateTime? at, Speaker speaker, string? id, string name, JsonElement input)
    {
        if (id is not null && _tools.ContainsKey(id)) return;
        ToolUsed tool = new(at, speaker, id, name, input);
        if (id is not null) _tools[id] = tool;
        _entries.Add(tool);
    }

    /// <summary>What a tool gave back. Where it is not said which, it is the one that has waited longest.</summary>
    public void ToolResult(string? id, string? text, IReadOnlyList<Attached> pictures, bool isError)
    {
        ToolUsed? tool = id is not null ? _tools.GetValueOrDefault(id) : _entries.OfType<ToolUsed>().FirstOrDefault(static tool => !tool.HasResult);
        tool?.Complete(text, pictures, isError);
    }

    public void Failure(DateTime? at, string text)
    {
        _failure = text;
        _entries.Add(new Failure(at, text));
    }

    public void Note(DateTime? at, string text) => _entries.Add(new Note(at, text));

    /// <summary>Something that nobody knows how to show. It is counted, so that its reader knows that it was there.</summary>
    public void Unknown(string kind) => _unknown[kind] = _unknown.GetValueOrDefault(kind) + 1;

    /// <summary>Ends the turn.</summary>
    /// <param name="at">When.</param>
    /// <param name="outcome">How; null where nobody knows.</param>
    /// <param name="reason">Why it did not complete.</param>
    /// <param name="duration">How long it took; a result knows better.</param>
    public void EndTurn(DateTime? at, TurnOutcome? outcome, string? reason, TimeSpan? duration = null)
    {
        if (!IsInTurn) return;
        TurnEnd end = _result ?? new(at, outcome, reason);
        _entries.Add(end with
        {
            At = at ?? end.At,
            Outcome = outcome,
            // What stands right above is not said twice.
            Reason = outcome == TurnOutcome.Completed || _failure is not null ? null : end.Reason ?? reason,
            Duration = end.Duration ?? duration,
        });
        IsInTurn = false;
        _lastText = _failure = null;
        _result = null;
    }

    public Conversation Build(string sessionId, string? agentName, string? status, IReadOnlyList<string> lines)
    {
        if (_unknown.Count > 0)
        {
            string kinds = string.Join(", ", _unknown.Select(static kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Key} ({kind.Value:N0})")));
            Note(null, $"Not shown here, but in a transcript in JSON Lines: {kinds}.");
        }
        return new(sessionId, agentName, Model, status, _entries, lines);
    }

    private void Blocks(DateTime? at, Speaker speaker, JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String) Text(at, speaker, content.GetString()!);
        foreach (JsonElement block in content.Elements())
        {
            switch (block.Text("type"))
            {
                case "text":
                    Text(at, speaker, block.Text("text") ?? string.Empty);
                    break;
                case "thinking":
                    Thinking(at, speaker, block.Text("thinking") ?? string.Empty);
                    break;
                case "redacted_thinking":
                    Thinking(at, speaker, "(The model's provider does not show this part.)");
                    break;
                // Tools of the sandbox, of the model's provider and of MCP servers.
                case string type when type.EndsWith("tool_use", StringComparison.Ordinal):
                    Tool(at, speaker, block.Text("id"), block.Text("name") ?? type, block.Member("input"));
                    break;
                case string type when type.EndsWith("tool_result", StringComparison.Ordinal):
                    ResultBlock(block);
                    break;
                default:
                    Unknown(block.Text("type") ?? "a block without a type");
                    break;
            }
        }
    }

    private void UserMessage(DateTime? at, bool isSubagent, JsonElement content)
    {
        foreach (JsonElement block in content.Elements().Where(static block => block.Text("type")?.EndsWith("tool_result", StringComparison.Ordinal) == true))
            ResultBlock(block);
        string text = content.ContentText();
        // What the agent has a subagent do is its tool's input, which stands there already.
        if (text.Length > 0 && !isSubagent) _entries.Add(new Said(at, Speaker.User, text, Attached.In(content)));
    }

    private void ResultBlock(JsonElement block)
    {
        JsonElement content = block.Member("content");
        string text = content.ValueKind is JsonValueKind.Object ? content.Compact() : content.ContentText();
        IReadOnlyList<Attached> pictures = Attached.In(content);
        if (text.Length == 0 && pictures.Count == 0 && content.Elements().Any()) text = content.Compact();
        ToolResult(block.Text("tool_use_id"), text, pictures, block.Member("is_error").ValueKind == JsonValueKind.True);
    }

    private void Result(DateTime? at, JsonElement message)
    {
        ResultMessage result = new(message);
        // Most often the last message again. An answer that no message has is one of its own.
        if (!result.IsError && message.Text("result") is { Length: > 0 } text && text.Trim() != _lastText?.Trim()) Text(at, Speaker.Agent, text);
        _result = new(at, result.IsError ? TurnOutcome.Failed : TurnOutcome.Completed, result.ErrorText)
        {
            CostUsd = result.CostUsd,
            Usage = result.Usage,
            Duration = result.Duration,
            ModelCalls = result.Turns,
            Structured = result.Structured,
        };
    }
}
