using System.Text;
using Ash.Emulation.Http;

namespace Ash.Emulation;

/// <summary>The answer is not HTTP.</summary>
public sealed class GarbageFault : EmulatorFault
{
    /// <summary>What is sent instead.</summary>
    public string Text { get; init; } = "SSH-2.0-OpenSSH_9.6\r\n";

    internal override bool EndsRequest => true;

    internal override async Task<bool> StrikeAsync(HttpExchange exchange)
    {
        await exchange.WriteRawAsync(Encoding.UTF8.GetBytes(Text)).ConfigureAwait(false);
        return true;
    }
}
