using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Ash.Tests;

/// <summary>Whatever an agent, a tool or a user says, a page runs nothing and loads nothing, and a document keeps its shape.</summary>
public class HostileTextTests
{
    private static readonly HashSet<string> Elements =
    [
        "html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "details", "summary", "figure", "figcaption",
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "b", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "br",
        "dl", "dt", "dd", "table", "tr", "th", "td", "time", "a", "img", "input",
    ];

    private static readonly HashSet<string> Attributes =
    [
        "class", "id", "lang", "dir", "datetime", "title", "alt", "rel", "type", "disabled", "checked", "start", "name", "content", "charset",
        "http-equiv", "href", "src",
    ];

    public static TheoryData<string> Texts { get; } =
    [
        "<script>alert(1)</script>",
        "</title></style></pre></details></article><script src=https://evil.example/x.js></script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<!-- --!> <b>",
        "<![CDATA[ <b> ]]>",
        "<?php ?> <!DOCTYPE x>",
        "]]>",
        "[a](javascript:alert(1)) [b](JaVaScRiPt&#58;alert(1)) [c](data:text/html,x) [d](vbscript:x) [e](/relative) [f](#c1) [g](\\\\host\\x)",
        "<javascript:alert(1)> <https://ok.example> <me@ok.example> https://ok.example/?a=\"><b>",
        "![pixel](https://evil.example/track.png) ![p](data:image/svg+xml;base64,AAAA) ![x](javascript:1)",
        "[a]: javascript:alert(1)\n\n[a] ![a][a]",
        "[a](https://ok.example/\"onmouseover=\"alert(1) \"ti\\\"tle\")",
        "```js\" onload=\"x\n</code></pre><script>\n```",
        "````\n```\n~~~\n</details>\n````\n`````",
        "```\nnever ends",
        "> ```\n> a\n\n# Not a heading\n\n***\n\nSetext\n===\n\n</details>\n\n<details open ontoggle=alert(1)>",
        "<div>\n*a* <b\n  onclick=x>\n\n    <i>\n</div>",
        "a\\<b> \\\\<b> `<i>` ``<i>`` <b\n>",
        "| a | b |\n|:-:|--:|\n| <b> | `|` |\n",
        "- [x] <b>\n  1. > [z](javascript:1)\n",
        "[<b>](https://ok.example) [![<b>](x)](javascript:1)",
        "&lt;script&gt; &#x202e; &#0; &amp;lt;",
        "\u202egpj.exe\u202c \u2066x\u2069 \u2028 \u2029 \u0085",
        "\0\a\b\t\v\f\r\n\u001b[31mred\u001b[0m \u001b]8;;http://x\u0007l\u001b]8;;\u0007 \u007f\u009b31m \ufffe\uffff \ud800 \udc00x \ud83d\ude00",
        new string('x', 300_000),
        string.Concat(Enumerable.Repeat("> ", 5000)),
        string.Concat(Enumerable.Repeat("[", 5000)),
        string.Concat(Enumerable.Repeat("*a ", 5000)),
        string.Concat(Enumerable.Repeat("| a ", 3000)) + "\n" + string.Concat(Enumerable.Repeat("|-", 3000)),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void On_a_page_it_is_text(string text)
    {
        XElement page = Everywhere(text).Page(title: text);

        foreach (XElement element in page.DescendantsAndSelf())
        {
            Assert.Contains(element.Name.LocalName, Elements);
            foreach (XAttribute attribute in element.Attributes())
            {
                Assert.Contains(attribute.Name.LocalName, Attributes);
                if (attribute.Name == "href") Assert.Matches("^(https?://|mailto:|#c[0-9]+$)", attribute.Value);
                if (attribute.Name == "src") Assert.Matches("^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$", attribute.Value);
                if (attribute.Name == "type") Assert.Equal("checkbox", attribute.Value);
            }
        }
        // One of each, and in their places.
        Assert.Equal(["head", "body"], page.Elements().Select(static e => e.Name.LocalName));
        Assert.Equal(["header", "main"], page.Element("body")!.Elements().Select(static e => e.Name.LocalName));
        Assert.Single(page.Descendants("style"));
        Assert.Equal(2, page.Descendants("details").Count(static e => e.Attribute("class")!.Value.StartsWith("tool", StringComparison.Ordinal)));
        // Nothing turns the text around behind the reader's back.
        Assert.DoesNotMatch("[\u202a-\u202e\u2066-\u2069]", page.Value);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void In_a_document_it_is_a_quotation_or_stands_in_a_fence(string text)
    {
        string written = Everywhere(text).Markdown(title: text);
        MarkdownDocument document = Markdown.Parse(written, new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build());

        foreach (MarkdownObject found in document.Descendants())
        {
            string html = found switch
            {
                HtmlBlock block => written.Substring(block.Span.Start, block.Span.Length),
                HtmlInline inline => inline.Tag,
                _ => string.Empty,
            };
            if (html.Length > 0) Assert.Matches("^(<details>\n<summary>[^\n]*</summary>|</details>)$", html);
            if (found is LinkInline link) Assert.True(!link.IsImage && Uri.TryCreate(link.Url, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" or "mailto", link.Url);
            if (found is AutolinkInline { IsEmail: false } auto) Assert.StartsWith("https:", auto.Url, StringComparison.Ordinal);
        }
        // Those of the document are its own: a quotation's are inside of it.
        Assert.Equal([1, 3, 3], document.OfType<HeadingBlock>().Select(static heading => heading.Level));
        Assert.Equal(3, document.OfType<HtmlBlock>().Count(static b => b.Lines.ToString().Contains("<details>", StringComparison.Ordinal)));
        Assert.DoesNotMatch("[\u202a-\u202e\u2066-\u2069]", written);
        Assert.DoesNotContain(document.Descendants<HtmlEntityInline>(), static entity => entity.Transcoded.ToString() == "\u202e");
    }

    [Fact]
    public void The_page_says_so_to_the_browser()
    {
        XElement page = Everywhere("x").Page();

        string style = page.Descendants("style").Single().Value;
        string policy = page.Descendants("meta").Single(static meta => meta.Attribute("http-equiv") is not null).Attribute("content")!.Value;
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; img-src data:; base-uri 'none'; form-action 'none'",
            policy);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
    }

    /// <summary>The text in every place that there is.</summary>
    private static Transcript Everywhere(string text)
    {
        // JSON that the client takes holds no half characters.
        string json = text.Replace("\ud800", "\ufffd", StringComparison.Ordinal).Replace("\udc00", "\ufffd", StringComparison.Ordinal);
        return Talk.Transcript(Talk.Events(text,
            Talk.Start,
            Talk.Assistant(
                new { type = "thinking", thinking = json }, new { type = "text", text = json },
                new { type = "tool_use", id = "1", name = json, input = new Dictionary<string, object> { [json] = json, ["command"] = json, ["list"] = new[] { json } } },
                new { type = "tool_use", id = "2", name = "Read", input = json }),
            ("tool_result", "{}"),
            ("message", System.Text.Json.JsonSerializer.Serialize(new
            {
                type = "user",
                message = new
                {
                    content = new[]
                    {
                        new { type = "tool_result", tool_use_id = "1", is_error = true, content = (object)json },
                        new
                        {
                            type = "tool_result", tool_use_id = "2", is_error = false,
                            content = (object)new[] { new { type = "image", source = new { media_type = json, data = json } }, new { type = "image", source = new { media_type = "image/png", data = "iVBORw0KGgo=" } } },
                        },
                    },
                },
            })),
            ("error", System.Text.Json.JsonSerializer.Serialize(new { error = json })),
            ("message", System.Text.Json.JsonSerializer.Serialize(new { type = "result", is_error = true, errors = new[] { json }, structured_output = json }))));
    }
}
