namespace Ash.Emulation;

/// <summary>The server waits shorter, or longer, for a client that does not read its event stream.</summary>
public sealed class WriteLimitFault : EmulatorFault
{
    /// <summary>How long.</summary>
    public required TimeSpan Limit { get; init; }
}
