using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ash.Transcripts;

/// <summary>
/// A transcript as Markdown. What others wrote stands in quotations and in fences that are longer than any inside, so that it can
/// neither end them nor pass for a heading of the transcript.
/// </summary>
internal sealed partial class MarkdownTranscript(TextWriter page)
{
    public static void Write(TextWriter page, IReadOnlyList<Conversation> conversations, string title)
    {
        MarkdownTranscript markdown = new(page);
        page.WriteLine($"# {Escape(ShownText.Line(title, 200))}");
        foreach (Conversation conversation in conversations) markdown.Write(conversation, isOnly: conversations.Count == 1);
    }

    private void Write(Conversation conversation, bool isOnly)
    {
        page.WriteLine();
        if (!isOnly) page.WriteLine($"## {Escape(ShownText.Line(conversation.Name, 200))}\n");
        foreach ((string label, string value) in conversation.Facts()) page.WriteLine($"- {Escape(label)}: {Escape(ShownText.Line(value, 200))}");
        foreach (Entry entry in conversation.Entries)
        {
            page.WriteLine();
            switch (entry)
            {
                case Said said:
                    Write(conversation, said);
                    break;
                case Thought thought:
                    Open($"{Who(conversation, thought.Speaker)}Thinking{Time(thought.At)}");
                    Quote(thought.Text);
                    Close();
                    break;
                case ToolUsed tool:
                    Write(conversation, tool);
                    break;
                case Failure failure:
                    page.WriteLine($"**Error**{Time(failure.At)}\n");
                    Fence(failure.Text);
                    break;
                case Note note:
                    page.WriteLine($"*{Escape(ShownText.Line(note.Text, 1000))}*{Time(note.At)}");
                    break;
                case TurnEnd end:
                    Write(end);
                    break;
            }
        }
    }

    private void Write(Conversation conversation, Said said)
    {
        page.WriteLine($"### {Escape(conversation.NameOf(said.Speaker))}{Time(said.At)}\n");
        // What a person typed is no Markdown, and stands as it was typed.
        if (said.Speaker == Speaker.User) Fence(said.Text);
        else Quote(said.Text);
        if (!said.IsWhole) page.WriteLine("\n*The message was cut off here.*");
        Attachments(said.Attachments);
    }

    private void Write(Conversation conversation, ToolUsed tool)
    {
        string state = tool.IsError ? " <em>failed</em>" : string.Empty;
        Open($"{Who(conversation, tool.Speaker)}<b>{EscapeHtml(ShownText.Line(tool.Name, 80))}</b> <code>{EscapeHtml(ToolText.Summary(tool.Input))}</code>{state}{Time(tool.At)}");
        foreach ((string name, string value) in ToolText.Fields(tool.Input))
        {
            page.WriteLine($"{Escape(ShownText.Line(name, 80))}:\n");
            Fence(value);
            page.WriteLine();
        }
        page.WriteLine(tool.IsError ? "Error:\n" : "Result:\n");
        if (tool.Result is { Length: > 0 } result) Fence(result);
        else if (tool.Pictures.Count == 0) page.WriteLine($"*{ToolText.NoResult(tool)}*");
        Attachments(tool.Pictures);
        Close();
    }

    private void Write(TurnEnd end)
    {
        if (end.Structured.ValueKind != JsonValueKind.Undefined)
        {
            page.WriteLine("Result:\n");
            Fence(ToolText.Indented(end.Structured), "json");
            page.WriteLine();
        }
        page.WriteLine($"*{Escape(ShownText.Line(ToolText.Ending(end), 2000))}*{Time(end.At)}\n\n---");
    }

    private void Attachments(IReadOnlyList<Attached> attachments)
    {
        foreach (Attached attached in attachments) page.WriteLine($"\n*Attached: {Escape(ShownText.Line(attached.Label, 200))}*");
    }

    /// <summary>A block of HTML ends at the empty line, and what follows is Markdown again.</summary>
    private void Open(string summary) => page.WriteLine($"<details>\n<summary>{summary}</summary>\n");

    private void Close() => page.WriteLine("\n</details>");

    private void Quote(string text)
    {
        if (!AgentMarkdown.TryMakeSafe(ShownText.From(text).Trim('\n'), out string? safe))
        {
            Fence(text);
            return;
        }
        foreach (string line in safe.Split('\n')) page.WriteLine(line.Length == 0 ? ">" : $"> {line}");
    }

    private void Fence(string text, string language = "text")
    {
        string shown = ShownText.From(text).Trim('\n');
        int longest = Backticks().Matches(shown).Select(static run => run.Length).DefaultIfEmpty().Max();
        string fence = new('`', Math.Max(3, longest + 1));
        page.WriteLine($"{fence}{language}\n{shown}\n{fence}");
    }

    private static string Who(Conversation conversation, Speaker speaker) =>
        speaker == Speaker.Subagent ? $"{conversation.NameOf(speaker)}: " : string.Empty;

    private static string Time(DateTime? at) => at is { } time ? $" · {Words.Time(time)}" : string.Empty;

    private static string Escape(string text) => Punctuation().Replace(text, @"\$0");

    private static string EscapeHtml(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();

    /// <summary>What means something in the middle of a line.</summary>
    [GeneratedRegex(@"[\\`*_{}\[\]<>#|~&!]")]
    private static partial Regex Punctuation();
}
