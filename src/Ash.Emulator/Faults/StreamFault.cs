namespace Ash.Emulation;

/// <summary>A fault in the middle of an event stream.</summary>
public abstract class StreamFault : EmulatorFault
{
    private protected StreamFault()
    {
    }

    /// <summary>How many events arrive unharmed; <c>session_start</c> is the first.</summary>
    public int AfterEvents { get; init; }
}
