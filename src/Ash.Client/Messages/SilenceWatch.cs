using Ash.Http;

namespace Ash;

/// <summary>
/// Finds out whether a turn that has fallen silent will ever go on. The server sends no heartbeat, so a model that thinks for minutes
/// looks like a session that was stopped, of whose turn nothing more will come; only the session itself tells which it is.
/// </summary>
internal sealed class SilenceWatch(AshTransport transport, string sessionId)
{
    /// <summary>Each question without a new event doubles the wait for the next, up to this: a server has a limit for requests.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>A server counts its uptime in whole seconds.</summary>
    private static readonly TimeSpan UptimeAccuracy = TimeSpan.FromSeconds(2);

    private readonly AshTransport _once = transport.Observe(notice => transport.Notify(notice.Kind, notice.Message), TimeSpan.Zero);
    private readonly long _start = transport.Clock.GetTimestamp();
    private bool _wasUnreachable;

    /// <summary>Watches until the turn is known to be dead.</summary>
    /// <param name="countEvents">How many events have come so far.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>Why nothing more will come.</returns>
    public async Task<(AshErrorCause Cause, string Message)> RunAsync(Func<long> countEvents, CancellationToken cancellationToken)
    {
        TimeSpan wait = transport.AskAfterSilence;
        while (true)
        {
            long before = countEvents();
            await Task.Delay(wait, transport.Clock, cancellationToken).ConfigureAwait(false);
            if (countEvents() != before)
            {
                wait = transport.AskAfterSilence;
                _wasUnreachable = false;
                continue;
            }
            if (await AskAsync(cancellationToken).ConfigureAwait(false) is { } end && countEvents() == before) return end;
            // A server that could not be reached is asked again soon: either it is back, or the turn is over.
            wait = _wasUnreachable ? transport.AskAfterSilence : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestWait.Ticks));
        }
    }

    private async Task<(AshErrorCause Cause, string Message)?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            SessionBody answer = await _once.GetAsync(
                SessionRoutes.PathOf(sessionId), AshJsonContext.Default.SessionBody, cancellationToken).ConfigureAwait(false);
            _wasUnreachable = false;
            return answer.Session.Status switch
            {
                SessionStatus.Stopped => (AshErrorCause.SessionNotActive, $"Session {sessionId} was stopped during the turn."),
                SessionStatus.Ended => (AshErrorCause.SessionEnded, $"Session {sessionId} was ended during the turn."),
                SessionStatus.Error => (AshErrorCause.SandboxLost, $"The sandbox of session {sessionId} died during the turn."),
                string status => await AskForRestartAsync(cancellationToken).ConfigureAwait(false)
                    ?? (status == SessionStatus.Paused ? await AskWhoPausedAsync(cancellationToken).ConfigureAwait(false) : null)
                    ?? await AskForSandboxAsync(cancellationToken).ConfigureAwait(false),
            };
        }
        catch (AshApiException e) when (e.Cause == AshErrorCause.SessionNotFound)
        {
            return (AshErrorCause.SessionNotFound, $"Session {sessionId} was deleted during the turn.");
        }
        catch (AshApiException e) when (e.StatusCode is null && e.Cause != AshErrorCause.InvalidRequest)
        {
            // Once may be the network. Twice, with the stream silent all along, is a server that is gone or going.
            if (_wasUnreachable) return (AshErrorCause.ServerUnreachable, $"The server went away during the turn. {e.Message}");
            _wasUnreachable = true;
            return null;
        }
        catch (AshApiException)
        {
            // Busy, or limiting requests: that says nothing about the turn, but the server is there. Or the client was disposed, which
            // leaves turns under way alone.
            _wasUnreachable = false;
            return null;
        }
    }

    /// <summary>
    /// A pause leaves a turn running, and so "paused" says nothing by itself; but a restart pauses every session, and no turn survives it.
    /// </summary>
    private async Task<(AshErrorCause Cause, string Message)?> AskForRestartAsync(CancellationToken cancellationToken)
    {
        ServerHealth health = await _once.GetAsync("/health", AshJsonContext.Default.ServerHealth, cancellationToken).ConfigureAwait(false);
        TimeSpan age = transport.Clock.GetElapsedTime(_start);
        return health.UptimeSeconds is { } uptime && TimeSpan.FromSeconds(uptime) + UptimeAccuracy < age
            ? (AshErrorCause.StreamStalled, $"The server was restarted during the turn of session {sessionId}.")
            : null;
    }

    /// <summary>
    /// The server itself pauses a session whose sandbox is killed, as one that runs out of memory is, and takes the dead sandbox for alive.
    /// But it notes in the session's history only a pause that somebody asked for.
    /// </summary>
    private async Task<(AshErrorCause Cause, string Message)?> AskWhoPausedAsync(CancellationToken cancellationToken)
    {
        SessionEvent? last = null;
        await foreach (SessionEvent next in new SessionRoutes(_once)
            .ListEventsAsync(sessionId, "lifecycle", cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            last = next;
        }
        return last is null || last.GetData().Text("action") == "paused"
            ? null
            : (AshErrorCause.SandboxLost, $"The sandbox of session {sessionId} was killed during the turn.");
    }

    /// <summary>
    /// A sandbox that exits leaves its session active, and the session's own route does not look. The list of its files does: it comes
    /// from a snapshot then, or there is none.
    /// </summary>
    private async Task<(AshErrorCause Cause, string Message)?> AskForSandboxAsync(CancellationToken cancellationToken)
    {
        (AshErrorCause, string) lost = (AshErrorCause.SandboxLost, $"The sandbox of session {sessionId} died during the turn.");
        try
        {
            SessionFileListBody files = await _once.GetAsync(
                SessionRoutes.PathOf(sessionId) + "/files", AshJsonContext.Default.SessionFileListBody, cancellationToken).ConfigureAwait(false);
            return files.Source == "snapshot" ? lost : null;
        }
        catch (AshApiException e) when (e is { StatusCode: 404, Cause: AshErrorCause.NotFound, IsRouteUnknown: false })
        {
            return lost;
        }
    }
}
