using System.Text;
using System.Text.Json.Nodes;

namespace Ash.Tests;

/// <summary>A frame of a recorded stream, read the simplest way there is: the server writes one event line and one data line.</summary>
internal sealed record RecordedFrame(string Type, string Data)
{
    public JsonNode Json => JsonNode.Parse(Data)!;

    public static IReadOnlyList<RecordedFrame> Read(byte[] stream) =>
        Encoding.UTF8.GetString(stream).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(static frame => frame.Split('\n'))
            .Select(static lines => new RecordedFrame(lines[0]["event: ".Length..], lines[1]["data: ".Length..]))
            .ToList();

    /// <summary>The texts of the agent's own messages.</summary>
    public static IEnumerable<string> Texts(IEnumerable<RecordedFrame> frames) =>
        from frame in frames
        where frame.Type == "message"
        let message = frame.Json
        where message["type"]!.GetValue<string>() == "assistant" && message["parent_tool_use_id"] is null
        let texts = message["message"]!["content"]!.AsArray().Where(static b => b!["type"]!.GetValue<string>() == "text")
        where texts.Any()
        select string.Join('\n', texts.Select(static b => b!["text"]!.GetValue<string>()));
}
