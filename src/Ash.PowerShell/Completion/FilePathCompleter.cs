using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the paths of files on the server, folder by folder, of the session or agent that is named before.</summary>
public sealed class FilePathCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override bool FindsAnyName => true;

    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<ServerFile> files =
            GivenSession is { } session
                ? await client.SessionFiles.ListAsync(session, includeHidden: false, cancellationToken).ConfigureAwait(false)
            : GivenAgent is { } agent
                ? await client.AgentFiles.ListAsync(agent, cancellationToken).ConfigureAwait(false)
            : [];
        int folder = typed.LastIndexOf('/') + 1;
        return files
            .Where(file => file.Path.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(file => file.Path.IndexOf('/', folder) is >= 0 and var end ? file.Path[..(end + 1)] : file.Path, StringComparer.Ordinal)
            .Select(static next => next.Key.EndsWith('/')
                ? new CompletionResult(next.Key, next.Key, CompletionResultType.ProviderContainer, ViewText.Count(next.Count(), "file"))
                : new CompletionResult(next.Key, next.Key, CompletionResultType.ProviderItem, $"{next.First().Length:N0} bytes, {next.First().ModifiedAt:g}"))
            // Files are sent into a folder.
            .Where(next => ParameterName != "Destination" || next.ResultType == CompletionResultType.ProviderContainer);
    }
}
