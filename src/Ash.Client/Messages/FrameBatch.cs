namespace Ash;

/// <summary>Frames that were read one behind the other, without a wait between them.</summary>
/// <param name="ReceivedAt">When the last of them arrived.</param>
/// <param name="Frames">The frames, in order.</param>
/// <param name="Bytes">The bytes of their data.</param>
internal sealed record FrameBatch(DateTimeOffset ReceivedAt, List<SseFrame> Frames, int Bytes);
