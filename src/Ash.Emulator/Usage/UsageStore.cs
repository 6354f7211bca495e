using Ash.Emulation.Messages;
using Ash.Emulation.Sessions;

namespace Ash.Emulation.Usage;

/// <summary>
/// What was counted. The server counts when a turn that somebody streams comes to its result: not before, not for turns of the queue,
/// and no tools, since it looks for them in the result, where they are not.
/// </summary>
internal sealed class UsageStore
{
    private readonly object _gate = new();
    private readonly List<UsageEvent> _events = [];

    public void Add(Session session, TurnUsage usage, DateTimeOffset now)
    {
        lock (_gate)
        {
            AddOne("input_tokens", usage.InputTokens);
            AddOne("output_tokens", usage.OutputTokens);
            AddOne("message", 1);
        }

        void AddOne(string type, int value)
        {
            if (value > 0)
                _events.Add(new UsageEvent(Guid.NewGuid().ToString(), session.Id, session.AgentName, type, value, now));
        }
    }

    /// <summary>All that the filter lets through, the newest turn first.</summary>
    public IReadOnlyList<UsageEvent> List(UsageFilter filter)
    {
        lock (_gate)
            return [.. _events.Where(filter.Matches).OrderByDescending(entry => entry.CreatedAt)];
    }
}
