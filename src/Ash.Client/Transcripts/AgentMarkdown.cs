using System.Diagnostics.CodeAnalysis;
using System.Text;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ash.Transcripts;

/// <summary>
/// What an agent writes is Markdown that nobody has checked. It may hold anything that a page, a document or a prompt told it to say.
/// </summary>
internal static class AgentMarkdown
{
    /// <summary>Longer than any answer, and short enough that what is made to be slow is done in seconds.</summary>
    private const int MostRead = 100_000;

    private const int MostRounds = 4;

    private static readonly MarkdownPipeline Pipeline = Builder().DisableHtml().Build();

    /// <summary>With HTML, to see where it is.</summary>
    private static readonly MarkdownPipeline Finder = Builder().UsePreciseSourceLocation().Build();

    /// <summary>As HTML in which nothing runs, and nothing is loaded.</summary>
    /// <param name="text">Markdown that <see cref="ShownText"/> has cleaned.</param>
    /// <param name="html">Gets the HTML.</param>
    /// <returns>False where it cannot be read as Markdown; then nothing was written.</returns>
    public static bool TryWriteHtml(string text, TextWriter html)
    {
        if (!TryParse(text, Pipeline, out MarkdownDocument? document)) return false;
        using StringWriter buffer = new() { NewLine = "\n" };
        HtmlRenderer renderer = new(buffer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<HeadingRenderer>(new SmallHeadings());
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new CheckedLinks());
        renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new CheckedAutolinks());
        renderer.ObjectRenderers.ReplaceOrAdd<Markdig.Extensions.Tables.HtmlTableRenderer>(new ClassedTables());
        try
        {
            renderer.Render(document);
        }
        catch (ArgumentException)
        {
            return false;
        }
        // A character that was spelled out is there only now.
        html.Write(ShownText.Clean(buffer.ToString()));
        return true;
    }

    /// <summary>
    /// As Markdown without HTML and without links that are none: a reader of the file may take both at their word.
    /// </summary>
    /// <param name="text">Markdown that <see cref="ShownText"/> has cleaned.</param>
    /// <param name="safe">The same, but for that.</param>
    /// <returns>False where it cannot be read as Markdown.</returns>
    public static bool TryMakeSafe(string text, [NotNullWhen(true)] out string? safe)
    {
        safe = text;
        // What was taken for HTML may hold more once it is none.
        for (int round = 0; round < MostRounds; round++)
        {
            if (!TryParse(safe, Finder, out MarkdownDocument? document)) break;
            SortedSet<int> places = [.. UnsafePlaces(safe, document)];
            if (places.Count == 0) return true;
            StringBuilder result = new(safe.Length + places.Count);
            int from = 0;
            foreach (int place in places)
            {
                result.Append(safe, from, place - from).Append('\\');
                from = place;
            }
            safe = result.Append(safe, from, safe.Length - from).ToString();
        }
        safe = null;
        return false;
    }

    /// <summary>Where a backslash has to stand.</summary>
    private static IEnumerable<int> UnsafePlaces(string text, MarkdownDocument document)
    {
        foreach (MarkdownObject found in document.Descendants())
        {
            switch (found)
            {
                case HtmlBlock or HtmlInline:
                    for (int i = found.Span.Start; i <= Math.Min(found.Span.End, text.Length - 1); i++)
                        if (text[i] == '<') yield return i;
                    break;
                case HtmlEntityInline entity when ShownText.Clean(entity.Transcoded.ToString()) != entity.Transcoded.ToString():
                    yield return found.Span.Start;
                    break;
                case AutolinkInline link when !link.IsEmail && !IsSafe(link.Url):
                    yield return found.Span.Start;
                    break;
                case LinkInline { IsAutoLink: false } link when link.IsImage || !IsSafe(link.Url):
                    yield return found.Span.Start;
                    // A picture of somewhere else would tell its owner who reads; a link does not before somebody follows it.
                    if (link.IsImage && !IsSafe(link.Url)) yield return found.Span.Start + 1;
                    break;
            }
        }
    }

    /// <summary>Leads to a page or to somebody's mailbox, and to nothing that runs.</summary>
    private static bool IsSafe([NotNullWhen(true)] string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" or "mailto";

    private static bool TryParse(string text, MarkdownPipeline pipeline, [NotNullWhen(true)] out MarkdownDocument? document)
    {
        document = null;
        if (text.Length > MostRead) return false;
        try
        {
            document = Markdown.Parse(text, pipeline);
            return true;
        }
        catch (ArgumentException)
        {
            // It nests deeper than any text that makes sense.
            return false;
        }
    }

    private static MarkdownPipelineBuilder Builder() => new MarkdownPipelineBuilder()
        .UsePipeTables().UseTaskLists().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { ValidPreviousCharacters = "*_~(" });

    private static void WriteLink(HtmlRenderer renderer, string url, Action label)
    {
        renderer.Write("<a rel=\"noopener noreferrer nofollow\" href=\"").WriteEscapeUrl(url).Write("\">");
        label();
        renderer.Write("</a>");
    }

    /// <summary>The headings of the page are its own.</summary>
    private sealed class SmallHeadings : HtmlObjectRenderer<HeadingBlock>
    {
        protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
        {
            int level = Math.Min(obj.Level + 3, 6);
            renderer.EnsureLine();
            renderer.Write($"<h{level}>");
            renderer.WriteLeafInline(obj);
            renderer.WriteLine($"</h{level}>");
        }
    }

    /// <summary>Pictures are links too.</summary>
    private sealed class CheckedLinks : HtmlObjectRenderer<LinkInline>
    {
        protected override void Write(HtmlRenderer renderer, LinkInline obj)
        {
            string url = obj.GetDynamicUrl?.Invoke() ?? obj.Url ?? string.Empty;
            if (IsSafe(url))
            {
                WriteLink(renderer, url, () => WriteLabel(renderer, obj, url));
                return;
            }
            WriteLabel(renderer, obj, url);
            if (url.Length > 0) renderer.Write(" <code>").WriteEscape(url).Write("</code>");
        }

        private static void WriteLabel(HtmlRenderer renderer, LinkInline link, string url)
        {
            if (link.FirstChild is null) renderer.WriteEscape(url);
            else renderer.WriteChildren(link);
        }
    }

    private sealed class CheckedAutolinks : HtmlObjectRenderer<AutolinkInline>
    {
        protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
        {
            string url = obj.IsEmail ? "mailto:" + obj.Url : obj.Url;
            if (IsSafe(url)) WriteLink(renderer, url, () => renderer.WriteEscape(obj.Url));
            else renderer.Write("<code>").WriteEscape(obj.Url).Write("</code>");
        }
    }

    /// <summary>The policy of the page allows no style that is not the page's own, so columns have classes.</summary>
    private sealed class ClassedTables : HtmlObjectRenderer<Markdig.Extensions.Tables.Table>
    {
        protected override void Write(HtmlRenderer renderer, Markdig.Extensions.Tables.Table obj)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<div class=\"table\"><table>");
            foreach (Markdig.Extensions.Tables.TableRow row in obj.OfType<Markdig.Extensions.Tables.TableRow>())
            {
                renderer.Write("<tr>");
                for (int i = 0; i < row.Count; i++) WriteCell(renderer, obj, row, i);
                renderer.WriteLine("</tr>");
            }
            renderer.WriteLine("</table></div>");
        }

        private static void WriteCell(HtmlRenderer renderer, Markdig.Extensions.Tables.Table table, Markdig.Extensions.Tables.TableRow row, int index)
        {
            string tag = row.IsHeader ? "th" : "td";
            string style = (index < table.ColumnDefinitions.Count ? table.ColumnDefinitions[index].Alignment : null) switch
            {
                Markdig.Extensions.Tables.TableColumnAlign.Center => " class=\"center\"",
                Markdig.Extensions.Tables.TableColumnAlign.Right => " class=\"right\"",
                _ => string.Empty,
            };
            renderer.Write($"<{tag}{style}>");
            bool implicitParagraph = renderer.ImplicitParagraph;
            renderer.ImplicitParagraph = true;
            if (row[index] is ContainerBlock cell) renderer.WriteChildren(cell);
            renderer.ImplicitParagraph = implicitParagraph;
            renderer.Write($"</{tag}>");
        }
    }
}
