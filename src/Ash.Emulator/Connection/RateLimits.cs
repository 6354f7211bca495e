using System.Globalization;
using Ash.Emulation.Http;
using Ash.Emulation.Routing;

namespace Ash.Emulation.Connection;

/// <summary>Counts requests in windows of 15 minutes: few for deploys and new sessions, many for everything else.</summary>
internal sealed class RateLimits(bool enforce, TimeProvider clock)
{
    // What an operator sets who wants no limits: the headers are there all the same.
    private const int Unlimited = 100_000_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly object _gate = new();
    private readonly Dictionary<RateLimit, (DateTimeOffset Ends, int Count)> _windows = [];

    /// <summary>Counts the request and adds the headers to its answer; returns the refusal where there were too many.</summary>
    public HttpReply? Count(RateLimit limit, HttpExchange exchange)
    {
        var allowed = enforce ? Allowed(limit) : Unlimited;
        var (remaining, reset, isOver) = Count(limit, allowed);
        var seconds = ((int)Math.Ceiling(reset.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        exchange.CommonHeaders.Add(("x-ratelimit-limit", allowed.ToString(CultureInfo.InvariantCulture)));
        exchange.CommonHeaders.Add(("x-ratelimit-remaining", remaining.ToString(CultureInfo.InvariantCulture)));
        exchange.CommonHeaders.Add(("x-ratelimit-reset", seconds));
        if (!isOver)
            return null;
        exchange.CommonHeaders.Add(("retry-after", seconds));
        return HttpReply.Json(
            429, """{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded, retry in 15 minutes"}"""u8.ToArray());
    }

    private (int Remaining, TimeSpan Reset, bool IsOver) Count(RateLimit limit, int allowed)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var window = _windows.GetValueOrDefault(limit);
            if (window.Ends <= now)
                window = (now + Window, 0);
            window.Count++;
            _windows[limit] = window;
            return (Math.Max(0, allowed - window.Count), window.Ends - now, window.Count > allowed);
        }
    }

    private static int Allowed(RateLimit limit) => limit == RateLimit.Requests ? 1500 : 20;
}
