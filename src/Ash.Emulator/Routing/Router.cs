using System.Net.Sockets;
using Ash.Emulation.Connection;
using Ash.Emulation.Http;
using Ash.Emulation.Requests;

namespace Ash.Emulation.Routing;

/// <summary>Takes a request through the server's checks, in the server's order, to its route.</summary>
internal sealed class Router(
    IReadOnlyList<Route> routes, ApiKeyCheck apiKey, RateLimits limits, EmulatorFaults faults, RequestJournal journal)
{
    public async Task AnswerAsync(HttpExchange exchange)
    {
        var record = journal.Begin(exchange.Request);
        await using var left = exchange.ClientLeft.Register(record.SetClientLeft).ConfigureAwait(false);
        exchange.Answered = status => record.StatusCode = status;
        CrossOrigin.AddHeaders(exchange);
        try
        {
            await AnswerAsync(exchange, record).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It left while something was written to it.
            record.SetClientLeft();
            throw;
        }
        finally
        {
            // The handler may be here before the registration above had its turn.
            if (exchange.ClientLeft.IsCancellationRequested)
                record.SetClientLeft();
            record.SetAnswered();
        }
    }

    private async Task AnswerAsync(HttpExchange exchange, EmulatorRequest record)
    {
        var request = exchange.Request;
        var (route, values) = Find(request);
        record.SessionId = route is { IsOfSession: true } ? values!.GetValueOrDefault("id") : null;
        record.AgentName = values?.GetValueOrDefault("name");
        var struck = faults.Take(request.Method, request.Path);
        var reply = await DecideAsync(exchange, record, route, values, struck).ConfigureAwait(false);
        if (reply is null)
            return;
        if (struck.OfType<CutFault>().FirstOrDefault() is { } cut)
        {
            await exchange.ReplyInPartAsync(reply, cut.Bytes, cut.Reset).ConfigureAwait(false);
            cut.AfterCut();
        }
        else
        {
            await exchange.ReplyAsync(reply).ConfigureAwait(false);
        }
    }

    private async Task<HttpReply?> DecideAsync(
        HttpExchange exchange,
        EmulatorRequest record,
        Route? route,
        Dictionary<string, string>? values,
        IReadOnlyList<EmulatorFault> struck)
    {
        var request = exchange.Request;
        var isRecorded = false;
        try
        {
            // Faults are what happens on the way to the server: they strike before it looks at a key.
            byte[]? body = null;
            if (struck.Count > 0)
            {
                body = await ReceiveAsync().ConfigureAwait(false);
                foreach (var fault in struck)
                {
                    if (await fault.StrikeAsync(exchange).ConfigureAwait(false))
                        return null;
                }
            }

            if (request.Method == "OPTIONS")
                return CrossOrigin.AnswerOptions(request);
            apiKey.Check(request);
            if (route is null)
                return ErrorReplies.NoRoute(request);
            if (limits.Count(route.Limit, exchange) is { } tooMany)
                return tooMany;
            RequestBodyReader.CheckMediaType(request);
            body ??= await ReceiveAsync().ConfigureAwait(false);
            var json = RequestBodyReader.Parse(request, body);
            CheckId(route, values!);
            return await route.AnswerAsync(new RouteRequest(exchange, values!, json, struck)).ConfigureAwait(false);
        }
        catch (RequestRefusedException refusal)
        {
            return ErrorReplies.Refused(refusal.Status, refusal.Message);
        }
        catch (InvalidRequestException problem)
        {
            return ErrorReplies.Invalid(problem, route);
        }
        catch (Exception exception) when (!exchange.IsAnswered && !IsEndOfConnection(exception))
        {
            return ErrorReplies.Failed(exception);
        }
        finally
        {
            if (!isRecorded)
                journal.Add(record);
        }

        async Task<byte[]> ReceiveAsync()
        {
            var body = await RequestBodyReader.ReadAsync(exchange, route).ConfigureAwait(false);
            RequestJournal.SetBody(record, request, body);
            journal.Add(record);
            isRecorded = true;
            exchange.WatchClient();
            return body;
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

    private static void CheckId(Route route, Dictionary<string, string> values)
    {
        if (route.IdIsUuid && !Guid.TryParseExact(values["id"], "D", out _))
            throw InvalidRequestException.Validation("params/id must match format \"uuid\"");
    }
}
