namespace Ash;

/// <summary>How one message is handled: the options of <c>POST /api/sessions/{id}/messages</c>.</summary>
public sealed class MessageOptions
{
    /// <summary>Send the answer piece by piece as it is written, besides the whole messages.</summary>
    public bool IncludePartial { get; init; }

    /// <summary>The model for this message, in place of the session's.</summary>
    public string? Model { get; init; }

    /// <summary>How often the model may be asked before the turn is broken off.</summary>
    public int? MaxTurns { get; init; }

    /// <summary>What the turn may cost before it is broken off, in US dollars.</summary>
    public decimal? MaxBudgetUsd { get; init; }

    /// <summary>One of <see cref="Efforts"/>.</summary>
    public string? Effort { get; init; }

    /// <summary>How the model thinks, for example <c>enabled</c>, <c>adaptive</c> or <c>disabled</c>.</summary>
    public string? Thinking { get; init; }

    /// <summary>The tokens the model may think for, where <see cref="Thinking"/> is <c>enabled</c>.</summary>
    public int? ThinkingBudgetTokens { get; init; }

    /// <summary>A JSON schema, as JSON, that the answer follows.</summary>
    public string? OutputSchema { get; init; }

    /// <summary>Images and PDFs that go with the message, at most <see cref="MaxAttachments"/>.</summary>
    public IReadOnlyList<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>
    /// Gets the bytes of the event stream, exactly as they arrive, on whatever thread; null keeps none. It is not closed here. An
    /// emulator plays them back.
    /// </summary>
    public Stream? Record { get; init; }

    /// <summary>How long the whole turn may take, from sending on; null sets no limit. The agent works on when it is over.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Send even while a turn of the session runs in this process, although the server mixes the two.</summary>
    public bool Force { get; init; }

    /// <summary>The server takes 20 blocks, of which the text is one.</summary>
    public const int MaxAttachments = 19;

    /// <summary>What <see cref="Effort"/> takes.</summary>
    public static IReadOnlyList<string> Efforts { get; } = ["low", "medium", "high", "max"];
}
