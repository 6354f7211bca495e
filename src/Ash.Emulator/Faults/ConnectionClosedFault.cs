using Ash.Emulation.Http;

namespace Ash.Emulation;

/// <summary>The connection ends before any byte of an answer.</summary>
public sealed class ConnectionClosedFault : EmulatorFault
{
    /// <summary>Whether the connection is reset instead of closed.</summary>
    public bool Reset { get; init; }

    internal override bool EndsRequest => true;

    internal override Task<bool> StrikeAsync(HttpExchange exchange)
    {
        exchange.Cut(Reset);
        return Task.FromResult(true);
    }
}
