using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ash.Transcripts;

/// <summary>
/// A transcript as one page: no scripts, nothing from elsewhere, and a policy that says so to the browser. Every text goes through
/// <see cref="Escape"/> or <see cref="AgentMarkdown"/>.
/// </summary>
internal sealed class HtmlTranscript(TextWriter page)
{
    private static readonly string Style = ReadStyle();

    private int _conversation;

    public static void Write(TextWriter page, IReadOnlyList<Conversation> conversations, string title)
    {
        HtmlTranscript html = new(page);
        html.Open(title);
        html.Header(title, conversations);
        page.WriteLine("<main>");
        foreach (Conversation conversation in conversations) html.Write(conversation, isOnly: conversations.Count == 1);
        page.WriteLine("</main>\n</body>\n</html>");
    }

    private void Open(string title)
    {
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        page.WriteLine($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="referrer" content="no-referrer" />
            <meta name="color-scheme" content="light dark" />
            <title>{Escape(ShownText.Line(title, 200))}</title>
            <style>{Style}</style>
            </head>
            <body>
            """);
    }

    private void Header(string title, IReadOnlyList<Conversation> conversations)
    {
        page.WriteLine("<header>");
        page.WriteLine($"<h1 dir=\"auto\">{Escape(ShownText.Line(title, 200))}</h1>");
        if (conversations is [var only])
        {
            Facts(only);
        }
        else
        {
            page.WriteLine("<ol>");
            for (int i = 0; i < conversations.Count; i++) page.WriteLine($"<li><a href=\"#c{i + 1}\">{Escape(conversations[i].Name)}</a></li>");
            page.WriteLine("</ol>");
        }
        page.WriteLine("</header>");
    }

    private void Write(Conversation conversation, bool isOnly)
    {
        page.WriteLine($"<section id=\"c{++_conversation}\">");
        if (!isOnly)
        {
            page.WriteLine($"<h2 dir=\"auto\">{Escape(conversation.Name)}</h2>");
            Facts(conversation);
        }
        foreach (Entry entry in conversation.Entries)
        {
            switch (entry)
            {
                case Said said:
                    Write(conversation, said);
                    break;
                case Thought thought:
                    page.WriteLine($"<details class=\"thought {Class(thought.Speaker)}\"><summary>{Who(conversation, thought.Speaker)}Thinking {Time(thought.At)}</summary>");
                    Markdown(thought.Text);
                    page.WriteLine("</details>");
                    break;
                case ToolUsed tool:
                    Write(conversation, tool);
                    break;
                case Failure failure:
                    page.WriteLine($"<div class=\"failure\"><b>Error</b> {Time(failure.At)}");
                    Plain(failure.Text);
                    page.WriteLine("</div>");
                    break;
                case Note note:
                    page.WriteLine($"<p class=\"note\">{Escape(ShownText.From(note.Text))} {Time(note.At)}</p>");
                    break;
                case TurnEnd end:
                    Write(end);
                    break;
            }
        }
        page.WriteLine("</section>");
    }

    private void Facts(Conversation conversation)
    {
        page.WriteLine("<dl>");
        foreach ((string label, string value) in conversation.Facts())
            page.WriteLine($"<dt>{Escape(label)}</dt><dd>{Escape(ShownText.Line(value, 200))}</dd>");
        page.WriteLine("</dl>");
    }

    private void Write(Conversation conversation, Said said)
    {
        page.WriteLine($"<article class=\"{Class(said.Speaker)}\">");
        page.WriteLine($"<h3>{Escape(conversation.NameOf(said.Speaker))} {Time(said.At)}</h3>");
        // What a person typed is no Markdown: "*.log" and "*.txt" are not meant to be slanted.
        if (said.Speaker == Speaker.User) Plain(said.Text);
        else Markdown(said.Text);
        Attachments(said.Attachments);
        if (!said.IsWhole) page.WriteLine("<p class=\"note\">The message was cut off here.</p>");
        page.WriteLine("</article>");
    }

    private void Write(Conversation conversation, ToolUsed tool)
    {
        string state = tool.IsError ? " <em>failed</em>" : string.Empty;
        page.WriteLine($"<details class=\"tool{(tool.IsError ? " failed" : string.Empty)} {Class(tool.Speaker)}\">"
            + $"<summary>{Who(conversation, tool.Speaker)}<b>{Escape(ShownText.Line(tool.Name, 80))}</b> <code>{Escape(ToolText.Summary(tool.Input))}</code>{state} {Time(tool.At)}</summary>");
        foreach ((string name, string value) in ToolText.Fields(tool.Input))
        {
            page.WriteLine($"<h4>{Escape(ShownText.Line(name, 80))}</h4>");
            Preformatted(value);
        }
        page.WriteLine($"<h4>{(tool.IsError ? "Error" : "Result")}</h4>");
        if (tool.Result is { Length: > 0 } result) Preformatted(result);
        else if (tool.Pictures.Count == 0) page.WriteLine($"<p class=\"note\">{ToolText.NoResult(tool)}</p>");
        Attachments(tool.Pictures);
        page.WriteLine("</details>");
    }

    private void Write(TurnEnd end)
    {
        if (end.Structured.ValueKind != JsonValueKind.Undefined)
        {
            page.WriteLine("<div class=\"structured\"><h4>Result</h4>");
            Preformatted(ToolText.Indented(end.Structured));
            page.WriteLine("</div>");
        }
        string kind = end.Outcome is null or TurnOutcome.Completed ? "end" : "end failed";
        page.WriteLine($"<p class=\"{kind}\">{Escape(ShownText.From(ToolText.Ending(end)))} {Time(end.At)}</p>");
    }

    private void Attachments(IReadOnlyList<Attached> attachments)
    {
        foreach (Attached attached in attachments)
        {
            string label = Escape(ShownText.Line(attached.Label, 200));
            page.WriteLine(attached.IsPicture
                ? $"<figure><img alt=\"{label}\" src=\"data:{attached.MediaType};base64,{Convert.ToBase64String(attached.Content)}\" /><figcaption>{label}</figcaption></figure>"
                : $"<p class=\"note\">Attached: {label}</p>");
        }
    }

    private void Markdown(string text)
    {
        string shown = ShownText.From(text);
        page.Write("<div class=\"text\" dir=\"auto\">");
        if (!AgentMarkdown.TryWriteHtml(shown, page)) page.Write($"<pre>{Escape(shown)}</pre>");
        page.WriteLine("</div>");
    }

    private void Plain(string text) => page.WriteLine($"<div class=\"plain\" dir=\"auto\">{Escape(ShownText.From(text).Trim('\n'))}</div>");

    private void Preformatted(string text) => page.WriteLine($"<pre dir=\"auto\">{Escape(ShownText.From(text).TrimEnd('\n'))}</pre>");

    private static string Who(Conversation conversation, Speaker speaker) =>
        speaker == Speaker.Subagent ? $"{Escape(conversation.NameOf(speaker))}: " : string.Empty;

    private static string Class(Speaker speaker) => speaker switch
    {
        Speaker.User => "user",
        Speaker.Subagent => "subagent",
        _ => "agent",
    };

    private static string Time(DateTime? at) =>
        at is { } time ? $"<time datetime=\"{Words.Exact(time)}\" title=\"{Words.Exact(time)}\">{Words.Time(time)}</time>" : string.Empty;

    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("&<>\"'") < 0) return text;
        return text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
    }

    private static string ReadStyle()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("Ash.Transcripts.transcript.css")!;
        using StreamReader reader = new(resource);
        // The browser compares the hash of just this text.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
