using Ash.Emulation.Http;

namespace Ash.Emulation;

/// <summary>The request is sent elsewhere.</summary>
public sealed class RedirectFault : EmulatorFault
{
    /// <summary>Where to; an absolute address or a path.</summary>
    public required string Location { get; init; }

    /// <summary>The status: 301, 302, 307 or 308.</summary>
    public int StatusCode { get; init; } = 302;

    internal override bool EndsRequest => true;

    internal override async Task<bool> StrikeAsync(HttpExchange exchange)
    {
        await exchange.ReplyAsync(new HttpReply(StatusCode) { Headers = { ("location", Location) } }).ConfigureAwait(false);
        return true;
    }
}
