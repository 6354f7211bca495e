using Ash.Emulation.Http;

namespace Ash.Emulation.Connection;

/// <summary>Lets pages from elsewhere read the answers, which a server allows to all of them.</summary>
internal static class CrossOrigin
{
    public static void AddHeaders(HttpExchange exchange)
    {
        var headers = exchange.CommonHeaders;
        headers.Add(("vary", IsPreflight(exchange.Request) ? "Origin, Access-Control-Request-Headers" : "Origin"));
        if (exchange.Request.Header("origin") is { } origin)
            headers.Add(("access-control-allow-origin", origin));
        headers.Add(("access-control-allow-credentials", "true"));
    }

    /// <summary>Answers what a browser asks before the request itself.</summary>
    public static HttpReply AnswerOptions(RequestHead request)
    {
        if (!IsPreflight(request))
            return new HttpReply(400) { Headers = { ("content-type", "text/plain") }, Body = "Invalid Preflight Request"u8.ToArray() };
        var reply = new HttpReply(204) { Headers = { ("access-control-allow-methods", "GET,HEAD,PUT,PATCH,POST,DELETE") } };
        if (request.Header("access-control-request-headers") is { } asked)
            reply.Headers.Add(("access-control-allow-headers", asked));
        reply.Headers.Add(("content-length", "0"));
        return reply;
    }

    private static bool IsPreflight(RequestHead request) =>
        request.Method == "OPTIONS" && request.Header("origin") is not null && request.Header("access-control-request-method") is not null;
}
