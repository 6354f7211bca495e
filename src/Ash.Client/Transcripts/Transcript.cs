using Ash.Transcripts;

namespace Ash;

/// <summary>
/// Conversations for a colleague to read: who said what and when, which tools were used on what and what they gave, what it cost and
/// how it ended. <see cref="TranscriptBuilder"/> makes it.
/// </summary>
public sealed class Transcript
{
    private readonly IReadOnlyList<Conversation> _conversations;

    internal Transcript(IReadOnlyList<Conversation> conversations) => _conversations = conversations;

    /// <summary>The sessions that it is of, in order.</summary>
    public IReadOnlyList<string> SessionIds => [.. _conversations.Select(static conversation => conversation.SessionId)];

    /// <summary>Writes it as one page for a browser, with nothing in it that runs or is loaded from elsewhere.</summary>
    /// <param name="writer">Gets it. It is not closed here.</param>
    /// <param name="title">What stands at its top; null names the agent.</param>
    public void WriteHtml(TextWriter writer, string? title = null) =>
        HtmlTranscript.Write(Prepared(writer), _conversations, title ?? DefaultTitle());

    /// <summary>Writes it as Markdown.</summary>
    /// <param name="writer">Gets it. It is not closed here.</param>
    /// <param name="title">What stands at its top; null names the agent.</param>
    public void WriteMarkdown(TextWriter writer, string? title = null) =>
        MarkdownTranscript.Write(Prepared(writer), _conversations, title ?? DefaultTitle());

    /// <summary>Writes everything as it came, one event or message a line of JSON. Nothing is lost.</summary>
    /// <param name="writer">Gets it. It is not closed here.</param>
    public void WriteJsonLines(TextWriter writer)
    {
        Prepared(writer);
        foreach (Conversation conversation in _conversations)
            foreach (string line in conversation.Lines) writer.WriteLine(line);
    }

    /// <summary>Lines end the same on every system, so that two of one conversation compare.</summary>
    private static TextWriter Prepared(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.NewLine = "\n";
        return writer;
    }

    private string DefaultTitle() => _conversations switch
    {
        [{ AgentName: { } agent }] => $"Conversation with {agent}",
        [_] => "Conversation with an agent",
        _ => $"{_conversations.Count} conversations",
    };
}
