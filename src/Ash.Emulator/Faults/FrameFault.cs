namespace Ash.Emulation;

/// <summary>Bytes come between two events that should not be there.</summary>
public sealed class FrameFault : StreamFault
{
    /// <summary>What is put in, as it is, line ends included. By default an event whose data is no JSON.</summary>
    public string Text { get; init; } = "event: message\ndata: {\"type\":\"assistant\",\n\n";
}
