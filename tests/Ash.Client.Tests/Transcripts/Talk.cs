using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Ash.Http;

namespace Ash.Tests;

/// <summary>Conversations to write down, and what was written of them.</summary>
internal static class Talk
{
    private static int _events;

    public static readonly DateTime Noon = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Local);

    /// <summary>Events of a turn that answers <paramref name="prompt"/>, without a server.</summary>
    public static IReadOnlyList<AshEvent> Events(string? prompt, params (string Type, string Json)[] frames)
    {
        EventMapper mapper = new(Clients.SessionId, prompt is null ? null : new MessageContent(prompt, []));
        List<AshEvent> events = [];
        foreach ((string type, string json) in frames) events.AddRange(mapper.Map(new(type, Encoding.UTF8.GetBytes(json)), Noon));
        events.AddRange(mapper.Finish());
        return events;
    }

    public static Transcript Transcript(IEnumerable<AshEvent> events)
    {
        TranscriptBuilder builder = new();
        foreach (AshEvent next in events) builder.Add(next);
        return builder.Build();
    }

    public static (string Type, string Json) Start { get; } = ("session_start", """{"sessionId":"0f8fad5b-d9cb-469f-a165-70867728950e","version":"0.2.0"}""");

    public static (string Type, string Json) Done { get; } = ("done", SampleTurn.Done);

    public static (string Type, string Json) Assistant(params object[] blocks) =>
        ("message", JsonSerializer.Serialize(new { type = "assistant", message = new { role = "assistant", model = "m", content = blocks } }));

    public static (string Type, string Json) Text(string text) => Assistant(new { type = "text", text });

    /// <summary>A session with a turn that uses two tools, one that fails, and one that has no end.</summary>
    public static void AddHistory(TranscriptBuilder builder)
    {
        builder.Add(Happened(0, "lifecycle", """{"action":"created","agentName":"ops"}"""));
        builder.Add(Stored(1, "user", """{"type":"user","content":["Look"]}"""));
        builder.Add(Stored(2, "assistant", """{"type":"assistant","message":{"content":[{"type":"tool_use","id":"a","name":"Read","input":{"file_path":"a.txt"}},{"type":"tool_use","id":"b","name":"Bash","input":{"command":"ls"}}]}}"""));
        builder.Add(Happened(2, "tool_start", """{"toolName":"Read","toolId":"a","input":{}}"""));
        builder.Add(Happened(2, "tool_start", """{"toolName":"Bash","toolId":"b","input":{}}"""));
        builder.Add(Happened(3, "tool_result", """{"toolId":"b","stdout":"two\n","stderr":"and an error"}"""));
        builder.Add(Happened(3, "tool_result", """{"stdout":"one","stderr":""}"""));
        builder.Add(Stored(4, "assistant", """{"type":"assistant","message":{"content":[{"type":"text","text":"Looked."}]}}"""));
        builder.Add(Stored(5, "assistant", """{"type":"result","subtype":"success","is_error":false,"result":"Looked.","total_cost_usd":0.1}"""));
        builder.Add(Stored(6, "user", """{"type":"user","content":["Fail"]}"""));
        builder.Add(Happened(7, "error", """{"error":"Overloaded"}"""));
        builder.Add(Stored(8, "user", """{"type":"user","content":["Vanish"]}"""));
        builder.Add(Stored(9, "user", """{"type":"user","content":["Still there?"]}"""));
        builder.Add(Happened(10, "lifecycle", """{"action":"paused"}"""));
    }

    public static StoredMessage Stored(int second, string role, string content) => JsonSerializer.Deserialize(
        $$"""{"id":"m{{second}}","sessionId":"s","role":"{{role}}","sequence":{{second}},"createdAt":"{{Noon.AddSeconds(second):O}}","content":{{Quoted(content)}}}""",
        AshJsonContext.Default.StoredMessage)!;

    private static SessionEvent Happened(int second, string type, string data) => JsonSerializer.Deserialize(
        $$"""{"id":"e{{++_events}}","sessionId":"s","type":"{{type}}","sequence":{{_events}},"createdAt":"{{Noon.AddSeconds(second):O}}","data":{{Quoted(data)}}}""",
        AshJsonContext.Default.SessionEvent)!;

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    public static string Html(this Transcript transcript, string? title = null) => Write(writer => transcript.WriteHtml(writer, title));

    public static string Markdown(this Transcript transcript, string? title = null) => Write(writer => transcript.WriteMarkdown(writer, title));

    public static string[] Lines(this Transcript transcript) =>
        Write(transcript.WriteJsonLines).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The page as XML, which it is, too: what does not parse, or holds characters that are none, throws.</summary>
    public static XElement Page(this Transcript transcript, string? title = null)
    {
        string html = transcript.Html(title);
        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        return XElement.Parse(html["<!DOCTYPE html>\n".Length..], LoadOptions.PreserveWhitespace);
    }

    private static string Write(Action<TextWriter> write)
    {
        using StringWriter writer = new();
        write(writer);
        return writer.ToString();
    }
}
