namespace Ash.Commands;

/// <summary>What Export-AshTranscript writes.</summary>
public enum TranscriptFormat
{
    /// <summary>One page for a browser, with nothing in it that runs or is loaded from elsewhere.</summary>
    Html,

    /// <summary>Text with markup, for a reader of files or an issue.</summary>
    Markdown,

    /// <summary>Everything as it came, one event or message a line, for programs.</summary>
    JsonLines,
}
