using static Ash.Tests.HttpBytes;

namespace Ash.Tests;

/// <summary>A turn with a tool in it and text that is not ASCII, frame by frame.</summary>
internal static class SampleTurn
{
    public const string ToolUse = """{"id":"toolu_1","name":"Bash","input":{"command":"echo grüezi"}}""";

    public const string Done = """{"sessionId":"0f8fad5b-d9cb-469f-a165-70867728950e"}""";

    public const string Result =
        """{"type":"result","subtype":"success","is_error":false,"duration_ms":1500,"num_turns":2,"result":"Grüezi 🦊","total_cost_usd":0.25,"usage":{"input_tokens":3,"output_tokens":4}}""";

    public static string ResultMessage(params string[] blocks) =>
        $$$"""{"type":"user","message":{"role":"user","content":[{{{string.Join(',', blocks)}}}]},"parent_tool_use_id":null}""";

    public static string ResultBlock(string id, string content, bool isError = false) =>
        $$"""{"type":"tool_result","tool_use_id":"{{id}}","content":"{{content}}","is_error":{{(isError ? "true" : "false")}}}""";

    public static string Assistant(string text) =>
        $$$"""{"type":"assistant","message":{"role":"assistant","content":[{"type":"text","text":"{{{text}}}"}]},"parent_tool_use_id":null}""";

    public static IReadOnlyList<(string Type, string Json)> Events { get; } =
    [
        ("session_start", """{"sessionId":"0f8fad5b-d9cb-469f-a165-70867728950e","version":"0.2.0"}"""),
        ("message", """{"type":"system","subtype":"init","model":"m"}"""),
        ("thinking_delta", """{"delta":"Hm …"}"""),
        ("tool_use", ToolUse),
        ("message", $$$"""{"type":"assistant","message":{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}]}}"""),
        ("tool_result", """{"content":"grüezi"}"""),
        ("message", ResultMessage(ResultBlock("toolu_1", "grüezi"))),
        ("message", Assistant("Grüezi 🦊")),
        ("turn_complete", """{"numTurns":2,"result":"Grüezi 🦊"}"""),
        ("message", Result),
        ("done", Done),
    ];

    public static string Body { get; } = string.Concat(Events.Select(static e => Frame(e.Type, e.Json)));
}
