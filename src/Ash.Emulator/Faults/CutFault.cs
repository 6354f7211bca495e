namespace Ash.Emulation;

/// <summary>The answer ends too early. An answer that is no event stream is cut in its body.</summary>
public class CutFault : StreamFault
{
    /// <summary>How many bytes still arrive: of the event after <see cref="StreamFault.AfterEvents"/>, or of the body.</summary>
    public int Bytes { get; init; }

    /// <summary>Whether the stream is ended properly, so that only what is missing shows that it was cut.</summary>
    public bool SendLastChunk { get; init; }

    /// <summary>Whether the connection is reset instead of closed.</summary>
    public bool Reset { get; init; }

    /// <summary>What follows the cut.</summary>
    internal virtual void AfterCut()
    {
    }
}
