using System.Text;
using Ash.Emulation.Http;
using Ash.Emulation.Routing;

namespace Ash.Emulation;

/// <summary>The request is answered with a status, as a proxy or a server in trouble would.</summary>
public sealed class StatusFault : EmulatorFault
{
    /// <summary>The status.</summary>
    public int StatusCode { get; init; } = 503;

    /// <summary>The body; when it is null, the server's own JSON with the reason phrase.</summary>
    public string? Body { get; init; }

    /// <summary>The content type of the body.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>More headers, such as <c>retry-after</c>, or <c>location</c> for a redirect.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init => field = new HeaderTable(value); } = new HeaderTable([]);

    internal override bool EndsRequest => true;

    internal override async Task<bool> StrikeAsync(HttpExchange exchange)
    {
        var reply = Body is null ? ErrorReplies.Refused(StatusCode, ReasonPhrases.Of(StatusCode)) : new HttpReply(StatusCode)
        {
            Body = Encoding.UTF8.GetBytes(Body),
            Headers = { ("content-type", ContentType) },
        };
        reply.Headers.AddRange(Headers.Select(header => (header.Key, header.Value)));
        await exchange.ReplyAsync(reply).ConfigureAwait(false);
        return true;
    }
}
