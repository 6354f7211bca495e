using System.Management.Automation.Host;

namespace Ash.Commands;

/// <summary>Shows a turn in the host as it happens: the text as it is written, and a dim line for each tool.</summary>
/// <param name="ui">The host's user interface.</param>
/// <param name="width">How many characters a line of the host has.</param>
/// <param name="isStyled">Whether the host shows colours.</param>
internal sealed class TurnDisplay(PSHostUserInterface ui, int width, bool isStyled)
{
    private readonly MarkdownStream _markdown = new(isStyled);
    private readonly TurnText _text = new();

    /// <summary>Shows what the next event brings.</summary>
    public void Show(AshEvent next)
    {
        if (_text.Next(next) is { } piece) ui.Write(_markdown.Next(piece));
        switch (next)
        {
            case ToolUseEvent use:
                Note($"· {use.Name}  {use.GetGist()}");
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
}
