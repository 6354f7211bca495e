using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of those sessions that the command can be used on, the latest first.</summary>
public sealed class SessionIdCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken) =>
        FindAsync(client, commandName, typed, cancellationToken);

    internal static async Task<IEnumerable<CompletionResult>> FindAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Session> sessions = await client.Sessions.ListAsync(agent: null, cancellationToken).ConfigureAwait(false);
        return sessions
            .Where(session => session.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase) && IsFor(commandName, session.Status))
            .OrderByDescending(static session => session.LastActiveAt)
            .Select(static session => new CompletionResult(
                session.Id, $"{session.Id} {session.AgentName}", CompletionResultType.ParameterValue,
                $"{session.AgentName}, {session.Status}, last active {Age(DateTime.Now - session.LastActiveAt)} ago"));
    }

    private static bool IsFor(string commandName, string status) => commandName switch
    {
        "Send-AshMessage" or "Enter-AshSession" or "Suspend-AshSession" or "Invoke-AshCommand" or "Add-AshQueueItem" => status == SessionStatus.Active,
        "Resume-AshSession" => status is SessionStatus.Paused or SessionStatus.Stopped or SessionStatus.Error,
        "Stop-AshSession" => status != SessionStatus.Ended,
        _ => true,
    };

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => $"{Math.Max(0, (int)age.TotalSeconds)} s",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 1 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };
}
