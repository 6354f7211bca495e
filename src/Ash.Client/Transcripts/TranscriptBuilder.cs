using Ash.Transcripts;

namespace Ash;

/// <summary>
/// Makes a <see cref="Transcript"/> of what there is: events or turns as they were captured, or what the server keeps of sessions.
/// What belongs to one session becomes one conversation, in the order in which sessions are first met.
/// </summary>
public sealed class TranscriptBuilder
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, LiveTurns> _live = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, StoredHistory> _stored = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>There is nothing to write yet.</summary>
    public bool IsEmpty => _order.Count == 0;

    /// <summary>Adds the next event of a turn.</summary>
    /// <param name="next">The event.</param>
    public void Add(AshEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Live(next.SessionId).Add(next);
    }

    /// <summary>Adds a turn.</summary>
    /// <param name="turn">The turn, however it ended.</param>
    public void Add(Turn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        Live(turn.SessionId).Add(turn);
    }

    /// <summary>Adds what the server says of a session itself.</summary>
    /// <param name="session">The session.</param>
    public void Add(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        Stored(session.Id).Session = session;
    }

    /// <summary>Adds a message that the server keeps.</summary>
    /// <param name="message">The message.</param>
    public void Add(StoredMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Stored(message.SessionId).Messages.Add(message);
    }

    /// <summary>
    /// Adds something that happened in a session. Of what tools gave back and of failures the server keeps nothing among the messages.
    /// </summary>
    /// <param name="happened">What happened.</param>
    public void Add(SessionEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        Stored(happened.SessionId).Events.Add(happened);
    }

    /// <summary>Ends the transcript.</summary>
    /// <returns>The transcript.</returns>
    public Transcript Build() => new([.. _order.SelectMany(Conversations)]);

    private IEnumerable<Conversation> Conversations(string sessionId)
    {
        if (_stored.TryGetValue(sessionId, out StoredHistory? history)) yield return history.Build();
        if (_live.TryGetValue(sessionId, out LiveTurns? turns)) yield return turns.Build();
    }

    private LiveTurns Live(string sessionId) => Known(_live, sessionId, static id => new(id));

    private StoredHistory Stored(string sessionId) => Known(_stored, sessionId, static id => new(id));

    private T Known<T>(Dictionary<string, T> known, string sessionId, Func<string, T> create)
    {
        if (known.TryGetValue(sessionId, out T? found)) return found;
        if (!_order.Contains(sessionId, StringComparer.OrdinalIgnoreCase)) _order.Add(sessionId);
        return known[sessionId] = create(sessionId);
    }
}
