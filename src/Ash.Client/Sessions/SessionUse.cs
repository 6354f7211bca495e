using System.Collections.Concurrent;
using Ash.Http;

namespace Ash;

/// <summary>
/// One use of a session that the server cannot run beside another: it mixes the events of two turns into both their streams, and a
/// command ends the stream of a turn. So this process allows one at a time, whichever client or runspace asks.
/// </summary>
internal sealed class SessionUse : IDisposable
{
    private static readonly ConcurrentDictionary<(Uri Server, string SessionId), SessionUse> InUse = new();

    /// <summary>Sessions whose last turn was left or cut: the agent may still be at work on it.</summary>
    private static readonly ConcurrentDictionary<(Uri Server, string SessionId), bool> Abandoned = new();

    private readonly (Uri Server, string SessionId) _key;

    private SessionUse((Uri Server, string SessionId) key) => _key = key;

    /// <summary>The server was given work that nobody saw the end of.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Begins a use.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.SessionBusy"/>: another use is under way.</exception>
    public static SessionUse Begin(AshTransport transport, string sessionId, bool force)
    {
        // The server compares ids without case.
        SessionUse use = new((transport.Server, sessionId.ToUpperInvariant()));
        if (!InUse.TryAdd(use._key, use) && !force)
        {
            throw new AshException(AshErrorCause.SessionBusy,
                $"A turn of session {sessionId} is running in this process, and the server would mix another into it.");
        }
        if (Abandoned.TryRemove(use._key, out _))
        {
            transport.Notify(AshNoticeKind.Warning,
                $"The turn before in session {sessionId} was left before its end. The agent may still be at work on it, " +
                "and the rest of it may come mixed into this one.");
        }
        return use;
    }

    /// <summary>Ends the use.</summary>
    public void Dispose()
    {
        // A forced use that found another under way is not the one that is kept.
        InUse.TryRemove(new(_key, this));
        if (IsAbandoned) Abandoned[_key] = true;
    }
}
