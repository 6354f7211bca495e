using Ash.Emulation.Routing;

namespace Ash.Emulation.Sessions;

/// <summary>The sessions of the server.</summary>
internal sealed class SessionStore
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Session> _byId = [];
    private readonly List<Session> _sessions = [];

    public void Add(Session session)
    {
        lock (_gate)
        {
            _byId.Add(session.Id, session);
            _sessions.Add(session);
        }
    }

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<Session> List()
    {
        lock (_gate)
            return [.. Enumerable.Reverse(_sessions)];
    }

    public Session? Find(string id)
    {
        lock (_gate)
            return _byId.GetValueOrDefault(id);
    }

    public Session Get(string id) => Find(id) ?? throw new RequestRefusedException(404, "Session not found");

    /// <summary>Forgets an agent's sessions. Their sandboxes stay alive, as a real server leaves them.</summary>
    public void DeleteOf(string agentName)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Where(session => session.AgentName == agentName))
                _byId.Remove(session.Id);
            _sessions.RemoveAll(session => session.AgentName == agentName);
        }
    }
}
