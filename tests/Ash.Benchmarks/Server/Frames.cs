using System.Globalization;
using System.Text;

namespace Ash.Benchmarks;

/// <summary>One frame of a canned stream: what a client should make of it, and how it goes over the wire.</summary>
internal sealed class Frame
{
    public Frame(string type, string json)
    {
        Type = type;
        Data = Encoding.UTF8.GetBytes(json);
        byte[] frame = [.. Encoding.UTF8.GetBytes($"event: {type}\ndata: "), .. Data, .. "\n\n"u8];
        // A chunk for each frame, as an Ash server writes them.
        Wire = [.. Encoding.ASCII.GetBytes(frame.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. frame, .. "\r\n"u8];
    }

    public string Type { get; }

    public byte[] Data { get; }

    public byte[] Wire { get; }
}

/// <summary>Frames like those of a real turn, of about 190 to 800 bytes.</summary>
internal static class Frames
{
    private const string Ids =
        "\"parent_tool_use_id\":null,\"session_id\":\"1f196377-e732-4ddc-9174-c5c96ce0ed1f\",\"uuid\":\"cbdfa93d-55e6-4e59-9c3a-7cbb13bc5468\"";

    private const string Usage =
        "{\"input_tokens\":10,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":25}";

    private const string Words =
        "The volume on /dev/sda1 is 91 % full; most of it are logs of the last seven days, which nobody rotates. ";

    public static Frame SessionStart { get; } =
        new("session_start", """{"sessionId":"1f196377-e732-4ddc-9174-c5c96ce0ed1f","version":"0.2.0"}""");

    public static Frame Init { get; } = new("message",
        $$"""{"type":"system","subtype":"init","cwd":"/srv/agents/ops","tools":["Task","Bash","Glob","Grep","Read","Edit","Write"],"model":"claude-1","permissionMode":"bypassPermissions",{{Ids}}}""");

    public static Frame TurnComplete { get; } = new("turn_complete", """{"numTurns":3,"result":"The disk is nearly full."}""");

    public static Frame Result { get; } = new("message",
        $$"""{"type":"result","subtype":"success","is_error":false,"duration_ms":100,"num_turns":3,"result":"The disk is nearly full.",{{Ids}},"total_cost_usd":0.001,"usage":{{Usage}}}""");

    public static Frame Done { get; } = new("done", """{"sessionId":"1f196377-e732-4ddc-9174-c5c96ce0ed1f"}""");

    /// <summary>A cycle of what a working agent sends: text piece by piece, tools, whole messages.</summary>
    public static IEnumerable<Frame> Mixed(int number) =>
    [
        Delta(number, 160),
        StreamEvent(number, 60),
        Delta(number, 200),
        StreamEvent(number, 120),
        Message("assistant", $$"""{"type":"text","text":"{{Text(number, 480)}}"}"""),
        new("tool_use", ToolUse(number, 120)),
        Message("assistant", $$"""{"type":"tool_use",{{ToolUse(number, 120)[1..]}}"""),
        new("tool_result", $$"""{"content":"{{Text(number, 240)}}"}"""),
        Message("user", $$"""{"tool_use_id":"toolu_{{number:000}}","type":"tool_result","content":"{{Text(number, 240)}}","is_error":false}"""),
        Message("assistant", $$"""{"type":"text","text":"{{Text(number, 200)}}"}"""),
    ];

    /// <summary>A piece of text as it comes with partial messages: the delta, and the message that it was made from.</summary>
    public static IEnumerable<Frame> Partial(int number) => [Delta(number, 12), StreamEvent(number, 12)];

    /// <summary>A message whose frame's data line is this long.</summary>
    public static Frame Line(int bytes)
    {
        int rest = bytes - Text("").Data.Length - "data: \n".Length;
        return Text(string.Concat(Enumerable.Repeat(Words, (rest / Words.Length) + 1))[..Math.Max(0, rest)]);

        static Frame Text(string text) => Message("assistant", $$"""{"type":"text","text":"{{text}}"}""");
    }

    private static Frame Delta(int number, int length) => new("text_delta", $$"""{"delta":"{{Text(number, length)}}"}""");

    private static Frame StreamEvent(int number, int length) => new("message",
        $$$"""{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Text(number, length)}}}"}},{{{Ids}}}}""");

    private static Frame Message(string role, string block) => new("message", role == "assistant"
        ? $$$"""{"type":"assistant","message":{"model":"claude-1","id":"msg_1","type":"message","role":"assistant","content":[{{{block}}}],"stop_reason":null,"usage":{{{Usage}}}},{{{Ids}}}}"""
        : $$$"""{"type":"user","message":{"role":"user","content":[{{{block}}}]},{{{Ids}}}}""");

    private static string ToolUse(int number, int length) =>
        $$$"""{"id":"toolu_{{{number:000}}}","name":"Bash","input":{"command":"df -h /srv/{{{number}}}","description":"{{{Text(number, length)}}}"}}""";

    /// <summary>Text of about this many bytes, with an umlaut and, where there is room, a line break in it.</summary>
    private static string Text(int number, int length)
    {
        string text = $"Zürich {number}: " + Words + Words + Words + Words + Words;
        return length < Words.Length ? text[..length] : text[..(length - 2)] + "\\n";
    }
}
