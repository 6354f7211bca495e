namespace Ash;

/// <summary>Something a client did that a caller may want to show: a request sent, or a wait before it is sent again.</summary>
/// <param name="kind">What happened.</param>
/// <param name="message">A sentence that says it. Never holds a key, a header or a body.</param>
public sealed class AshNotice(AshNoticeKind kind, string message)
{
    /// <summary>What happened.</summary>
    public AshNoticeKind Kind { get; } = kind;

    /// <summary>A sentence that says it. Never holds a key, a header or a body.</summary>
    public string Message { get; } = message;

    /// <inheritdoc/>
    public override string ToString() => Message;
}

/// <summary>The kinds of <see cref="AshNotice"/>.</summary>
public enum AshNoticeKind
{
    /// <summary>A request was answered.</summary>
    Request,

    /// <summary>Something that the caller should know before going on.</summary>
    Warning,

    /// <summary>A request failed in a way that may pass, and is sent again after a wait.</summary>
    Retry,
}
