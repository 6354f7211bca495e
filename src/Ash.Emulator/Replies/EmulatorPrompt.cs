namespace Ash.Emulation;

/// <summary>What a client asked: a reply is made from it.</summary>
public sealed class EmulatorPrompt
{
    internal EmulatorPrompt(string text)
    {
        Text = text;
    }

    /// <summary>The text, or the text blocks joined with line feeds.</summary>
    public string Text { get; }

    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The session's agent.</summary>
    public required string AgentName { get; init; }

    /// <summary>Which turn of the session this is: 1, 2, …</summary>
    public required int Sequence { get; init; }

    /// <summary>The content blocks as JSON; null when the client sent a text.</summary>
    public string? Blocks { get; init; }

    /// <summary>What else the client sent with the message: a JSON object with <c>model</c>, <c>maxTurns</c>, <c>effort</c>, …</summary>
    public required string Options { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
