using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the ids of attachments. The server lists them by session: those of the latest sessions are looked at.</summary>
public sealed class AttachmentIdCompleter : ServerCompleter
{
    private const int MostSessions = 10;

    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<Session> sessions = await client.Sessions.ListAsync(agent: null, cancellationToken).ConfigureAwait(false);
        IEnumerable<Session> latest = sessions.OrderByDescending(static session => session.LastActiveAt).Take(MostSessions);
        IReadOnlyList<Attachment>[] found = await Task.WhenAll(
            latest.Select(session => client.Attachments.ListAsync(session.Id, cancellationToken))).ConfigureAwait(false);
        return found.SelectMany(static attachments => attachments)
            .Where(attachment => attachment.Id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(static attachment => attachment.CreatedAt)
            .Select(static attachment => new CompletionResult(
                attachment.Id, $"{attachment.Id} {attachment.Name}", CompletionResultType.ParameterValue,
                $"{attachment.Name}, {attachment.Length:N0} bytes, of session {attachment.SessionId}"));
    }
}
