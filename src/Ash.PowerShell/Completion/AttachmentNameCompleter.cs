using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the names of the session's attachments.</summary>
public sealed class AttachmentNameCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        if (GivenSession is not { } session) return [];
        IReadOnlyList<Attachment> attachments = await client.Attachments.ListAsync(session, cancellationToken).ConfigureAwait(false);
        return attachments
            .Where(attachment => attachment.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(static attachment => attachment.Name)
            .Select(static attachment => new CompletionResult(
                attachment.Name, attachment.Name, CompletionResultType.ParameterValue,
                $"{attachment.Length:N0} bytes, {attachment.CreatedAt:g}"));
    }
}
