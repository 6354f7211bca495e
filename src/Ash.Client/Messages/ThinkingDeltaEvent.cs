namespace Ash;

/// <summary>
/// <c>thinking_delta</c>: a piece of the model's thinking. With partial messages the server repeats the whole at the end.
/// </summary>
public sealed class ThinkingDeltaEvent : AshEvent
{
    internal ThinkingDeltaEvent(EventFrame frame)
        : base(frame)
    {
    }

    /// <summary>The piece.</summary>
    public string Delta => JsonReading.TextMember(Utf8Data, "delta"u8) ?? string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Delta;
}
