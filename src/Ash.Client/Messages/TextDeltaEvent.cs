namespace Ash;

/// <summary><c>text_delta</c>: a piece of the answer's text. Comes only where partial messages were asked for.</summary>
public sealed class TextDeltaEvent : AshEvent
{
    internal TextDeltaEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>The piece.</summary>
    public string Delta => JsonReading.TextMember(Utf8Data, "delta"u8) ?? string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Delta;
}
