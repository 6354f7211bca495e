using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// <para type="synopsis">Gets sessions by id, or lists them by agent and status.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AshSession", DefaultParameterSetName = ListSet)]
[OutputType(typeof(Session))]
public sealed class GetAshSessionCommand : AshServerCommand
{
    private const string ListSet = "List";
    private const string IdSet = "Id";

    /// <summary><para type="description">Sessions to get anew: ids, session objects, or anything with a SessionId or Id.</para></summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId", "Session")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    [Identity("SessionId", "Session", "Id")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary><para type="description">Only sessions of these agents; wildcards are allowed.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [Alias("AgentName")]
    [ArgumentCompleter(typeof(AgentNameCompleter))]
    [Identity("AgentName", "Agent", "Name")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Agent { get; set; }

    /// <summary><para type="description">Only sessions in these states: starting, active, paused, stopped, ended, error.</para></summary>
    [Parameter(ParameterSetName = ListSet)]
    [KnownWord(SessionStatus.Starting, SessionStatus.Active, SessionStatus.Paused, SessionStatus.Stopped, SessionStatus.Ended, SessionStatus.Error)]
    [ValidateSet(SessionStatus.Starting, SessionStatus.Active, SessionStatus.Paused, SessionStatus.Stopped, SessionStatus.Ended, SessionStatus.Error)]
    public string[]? Status { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (string id in Id!) ForTarget(id, () => WriteObject(Await(Client.Sessions.GetAsync(id, StopToken))));
            return;
        }

        ForTarget(Agent, () =>
        {
            foreach (string name in Agent ?? [])
                if (!WildcardPattern.ContainsWildcardCharacters(name)) AgentRoutes.CheckName(name);
            WildcardPattern[]? agents = Agent is null ? null : Wildcard.Of(Agent);
            IEnumerable<Session> sessions = List()
                .Where(session => agents is null || agents.Any(agent => agent.IsMatch(session.AgentName)))
                .Where(session => Status is null || Status.Contains(session.Status, StringComparer.Ordinal));
            WriteObject(sessions, enumerateCollection: true);
        });
    }

    /// <summary>The server filters by one agent's name alone, and only as it is written.</summary>
    private IReadOnlyList<Session> List()
    {
        string? exact = Agent is [var only] && !WildcardPattern.ContainsWildcardCharacters(only) ? only : null;
        IReadOnlyList<Session> sessions = Await(Client.Sessions.ListAsync(exact, StopToken));
        return exact is null || sessions.Count > 0 ? sessions : Await(Client.Sessions.ListAsync(cancellationToken: StopToken));
    }
}
