using System.Management.Automation.Host;
using System.Text.Json;

namespace Ash.Commands;

/// <summary>Shows a turn in the host as it happens: the text as it is written, and a dim line for each tool.</summary>
/// <param name="ui">The host's user interface.</param>
/// <param name="width">How many characters a line of the host has.</param>
/// <param name="isStyled">Whether the host shows colours.</param>
internal sealed class TurnDisplay(PSHostUserInterface ui, int width, bool isStyled)
{
    /// <summary>What tells most about the use of a tool, of the tools that agents have of themselves.</summary>
    private static readonly string[] Telling = ["command", "file_path", "path", "pattern", "query", "url", "description", "prompt"];

    private readonly MarkdownStream _markdown = new(isStyled);
    private readonly TurnText _text = new();

    /// <summary>Shows what the next event brings.</summary>
    public void Show(AshEvent next)
    {
        if (_text.Next(next) is { } piece) ui.Write(_markdown.Next(piece));
        switch (next)
        {
            case ToolUseEvent use:
                Note($"· {use.Name}  {Gist(use)}");
                break;
            case ToolResultEvent { IsError: true } result:
                Note($"· {result.ToolName} failed: {result.Text}");
                break;
            case MessageEvent { MessageType: "assistant", IsSubagent: false }:
                EndText();
                break;
            case MessageEvent { MessageType: "result" } result:
                Note(string.Join(", ", new[] { ViewText.Duration(result.Duration), ViewText.Cost(result.CostUsd) }.Where(static part => part.Length > 0)));
                break;
        }
    }

    /// <summary>Ends the line and the style that the text may be in the middle of.</summary>
    public void EndText() => ui.Write(_markdown.End());

    /// <summary>Shows a line that is not the agent's word.</summary>
    public void Note(string text)
    {
        EndText();
        string line = Printable.Line(text);
        // The last column stays free: some terminals break the line there already.
        if (line.Length >= width) line = line[..(width - 2)] + '…';
        ui.WriteLine(isStyled ? $"\x1b[2m{line}\x1b[0m" : line);
    }

    private static string Gist(ToolUseEvent use)
    {
        JsonElement input = use.GetInput();
        if (input.ValueKind == JsonValueKind.Object)
        {
            foreach (string name in Telling)
                if (input.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String) return value.GetString()!;
        }
        return input.ValueKind == JsonValueKind.Undefined ? string.Empty : input.GetRawText();
    }
}
