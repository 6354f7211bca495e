namespace Ash;

/// <summary>Frames that were read one behind the other, without a wait between them.</summary>
/// <param name="receivedAt">When the last of them arrived.</param>
/// <param name="frames">The frames, in order.</param>
/// <param name="bytes">The bytes of their data.</param>
internal sealed class FrameBatch(DateTimeOffset receivedAt, List<SseFrame> frames, int bytes)
{
    private FrameFacts[]? _facts;

    /// <summary>When the last of the frames arrived.</summary>
    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>The frames, in order.</summary>
    public List<SseFrame> Frames => frames;

    /// <summary>The bytes of their data.</summary>
    public int Bytes => bytes;

    /// <summary>What a check of a frame finds.</summary>
    public FrameFacts FactsOf(int index) => _facts is null ? FrameCheck.Run(frames[index]) : _facts[index];

    /// <summary>Checks all frames now, before they are asked for one by one.</summary>
    public void Check()
    {
        _facts = new FrameFacts[frames.Count];
        for (int i = 0; i < _facts.Length; i++) _facts[i] = FrameCheck.Run(frames[i]);
    }
}
