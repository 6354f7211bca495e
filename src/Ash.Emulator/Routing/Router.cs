using System.Net.Sockets;
using Ash.Emulation.Connection;
using Ash.Emulation.Http;
using Ash.Emulation.Requests;

namespace Ash.Emulation.Routing;

/// <summary>Takes a request through the server's checks, in the server's order, to its route.</summary>
internal sealed class Router(IReadOnlyList<Route> routes, ApiKeyCheck apiKey, RateLimits limits, RequestJournal journal)
{
    public async Task AnswerAsync(HttpExchange exchange)
    {
        var record = journal.Begin(exchange.Request);
        await using var left = exchange.ClientLeft.Register(record.SetClientLeft).ConfigureAwait(false);
        exchange.Answered = status => record.StatusCode = status;
        exchange.CommonHeaders.Add(("vary", "Origin"));
        exchange.CommonHeaders.Add(("access-control-allow-credentials", "true"));
        try
        {
            if (await DecideAsync(exchange, record).ConfigureAwait(false) is { } reply)
                await exchange.ReplyAsync(reply).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It left while something was written to it.
            record.SetClientLeft();
            throw;
        }
        finally
        {
            // The turn hears of it first, and may be over before the record is told.
            if (exchange.ClientLeft.IsCancellationRequested)
                record.SetClientLeft();
            record.SetAnswered();
        }
    }

    private async Task<HttpReply?> DecideAsync(HttpExchange exchange, EmulatorRequest record)
    {
        var request = exchange.Request;
        Route? route = null;
        var isRecorded = false;
        try
        {
            (route, var values) = Find(request);
            record.SessionId = values?.GetValueOrDefault("id");
            record.AgentName = values?.GetValueOrDefault("name");
            apiKey.Check(request);
            if (route is null)
                return ErrorReplies.NoRoute(request);
            if (limits.Count(route.Limit, exchange) is { } tooMany)
                return tooMany;

            var body = await RequestBodyReader.ReadAsync(exchange, route).ConfigureAwait(false);
            RequestJournal.SetBody(record, request, body);
            journal.Add(record);
            isRecorded = true;
            exchange.WatchClient();
            var json = RequestBodyReader.Parse(request, body);
            CheckSessionId(route, values!);
            return await route.AnswerAsync(new RouteRequest(exchange, values!, json)).ConfigureAwait(false);
        }
        catch (RequestRefusedException refusal)
        {
            return ErrorReplies.Refused(refusal.Status, refusal.Message);
        }
        catch (InvalidRequestException problem)
        {
            return ErrorReplies.Invalid(problem, route!);
        }
        catch (Exception exception) when (!exchange.IsAnswered && !IsEndOfConnection(exception))
        {
            return ErrorReplies.Failed(exception.Message);
        }
        finally
        {
            if (!isRecorded)
                journal.Add(record);
        }
    }

    private (Route? Route, Dictionary<string, string>? Values) Find(RequestHead request)
    {
        var path = request.Path.Split('/');
        // A GET route answers HEAD too, without the body.
        var method = request.Method == "HEAD" ? "GET" : request.Method;
        foreach (var route in routes.Where(route => route.Method == method))
        {
            if (route.Match(path) is { } values)
                return (route, values);
        }

        return (null, null);
    }

    private static bool IsEndOfConnection(Exception exception) => exception is
        IOException or InvalidDataException or SocketException or ObjectDisposedException or OperationCanceledException;

    private static void CheckSessionId(Route route, Dictionary<string, string> values)
    {
        if (route.Template.StartsWith("/api/sessions/{id}", StringComparison.Ordinal) && !Guid.TryParseExact(values["id"], "D", out _))
            throw InvalidRequestException.Validation("params/id must match format \"uuid\"");
    }
}
