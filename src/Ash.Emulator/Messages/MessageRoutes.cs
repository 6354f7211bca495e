using Ash.Emulation.Http;
using Ash.Emulation.Json;
using Ash.Emulation.Routing;
using Ash.Emulation.Sandboxes;
using Ash.Emulation.Sessions;
using Ash.Emulation.Usage;

namespace Ash.Emulation.Messages;

/// <summary>Sends a message to a session, and lists what was said.</summary>
internal sealed class MessageRoutes(
    SessionStore sessions, UsageStore usage, EmulatorReplies replies, string version, TimeSpan writeTimeout, TimeProvider clock)
{
    public IEnumerable<Route> All() =>
    [
        new("POST", "/api/sessions/{id}/messages", SendAsync) { Declares = [400, 404, 500], BodyLimit = 50 * 1024 * 1024 },
        new("GET", "/api/sessions/{id}/messages", List),
        new("GET", "/api/sessions/{id}/events", ListEvents),
    ];

    private async Task<HttpReply?> SendAsync(RouteRequest request)
    {
        var message = MessageOptions.Read(request.Body());
        var session = sessions.Get(request.SessionId);
        var (sandbox, turn) = Begin(session, message);
        using var listener = sandbox.Listen();
        sandbox.StreamStarted();
        try
        {
            var prompt = new EmulatorPrompt(message.Prompt)
            {
                SessionId = session.Id,
                AgentName = session.AgentName,
                Sequence = turn,
                Blocks = message.Blocks,
                Options = message.Others,
            };
            var reply = replies.Find(prompt.Text);
            var body = await request.Exchange.StartChunkedAsync("text/event-stream").ConfigureAwait(false);
            var frames = new FrameWriter(body, request.Faults);
            // Replies that are bytes bring their own beginning.
            if (reply.MakeChunks is null)
                frames.Write(SessionStart(session.Id));

            var model = message.Model ?? session.Model ?? Turn.DefaultModel;
            var work = new Turn(sandbox, prompt, reply, model, message.IncludePartialMessages, message.WantsStructuredOutput);
            if (sandbox.IsKilled)
                await listener.TellAsync(NotConnected(session.Id), request.Exchange.ClientLeft).ConfigureAwait(false);
            else
                sandbox.Run(gone => work.RunAsync(session.PermissionMode, gone));
            var patience = request.Faults.OfType<WriteLimitFault>().FirstOrDefault()?.Limit ?? writeTimeout;
            var stream = new EventStream(request.Exchange, body, frames, listener, session, usage, patience);
            await stream.WriteAsync().ConfigureAwait(false);
        }
        finally
        {
            sandbox.StreamEnded();
        }

        return null;
    }

    private (Sandbox Sandbox, int Turn) Begin(Session session, MessageOptions message)
    {
        lock (session)
        {
            if (session.Status != SessionStatus.Active)
                throw new RequestRefusedException(400, $"Session is {session.Status}");
            if (session.Sandbox is not { IsAlive: true } sandbox)
            {
                // Only now does the server notice that the sandbox has died.
                session.SetStatus(SessionStatus.Error, clock.GetUtcNow());
                throw new RequestRefusedException(500, "Sandbox not found");
            }

            session.Touch(clock.GetUtcNow());
            session.AddMessage("user", $$"""{"type":"user","content":{{message.StoredContent}}}""", clock.GetUtcNow());
            return (sandbox, ++session.Turns);
        }
    }

    private static SandboxEvent NotConnected(string sessionId) => new()
    {
        Frame = Frames.Make("error", json => json.WriteString("error", Sandbox.NotConnected)),
        NextFrame = Frames.Make("done", json => json.WriteString("sessionId", sessionId)),
        End = SandboxEventEnd.Done,
    };

    private byte[] SessionStart(string sessionId) => Frames.Make("session_start", json =>
    {
        json.WriteString("sessionId", sessionId);
        json.WriteString("version", version);
    });

    private HttpReply List(RouteRequest request)
    {
        var limit = request.QueryNumber("limit", fallback: 100, minimum: 1, maximum: 1000);
        var after = request.QueryNumber("after", fallback: 0, minimum: 0);
        var session = sessions.Get(request.SessionId);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("messages");
            foreach (var message in session.Messages().Where(message => message.Sequence > after).Take(limit))
                message.WriteTo(json, session.Id);
            json.WriteEndArray();
        }));
    }

    private HttpReply ListEvents(RouteRequest request)
    {
        var limit = request.QueryNumber("limit", fallback: 200, minimum: 1, maximum: 1000);
        var after = request.QueryNumber("after", fallback: 0, minimum: 0);
        var type = request.Query("type");
        var session = sessions.Get(request.SessionId);
        return HttpReply.Json(200, JsonBytes.Object(json =>
        {
            json.WriteStartArray("events");
            foreach (var entry in session.Events()
                .Where(entry => entry.Sequence > after && (string.IsNullOrEmpty(type) || entry.Type == type)).Take(limit))
            {
                entry.WriteTo(json, session.Id);
            }

            json.WriteEndArray();
        }));
    }
}
