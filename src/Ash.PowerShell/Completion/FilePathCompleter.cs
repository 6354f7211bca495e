using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the paths of files on the server, folder by folder, of the session or agent that is named before.</summary>
public sealed class FilePathCompleter : ServerCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken)
    {
        IReadOnlyList<ServerFile> files =
            NameIn("Session", new("SessionId", "Session", "Id")) is { } session
                ? await client.SessionFiles.ListAsync(session, includeHidden: false, cancellationToken).ConfigureAwait(false)
            : NameIn("Agent", new("AgentName", "Agent", "Name")) is { } agent
                ? await client.AgentFiles.ListAsync(agent, cancellationToken).ConfigureAwait(false)
            : [];
        int folder = typed.LastIndexOf('/') + 1;
        return files
            .Where(file => file.Path.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .GroupBy(file => file.Path.IndexOf('/', folder) is >= 0 and var end ? file.Path[..(end + 1)] : file.Path, StringComparer.Ordinal)
            .Select(static next => next.Key.EndsWith('/')
                ? new CompletionResult(next.Key, next.Key, CompletionResultType.ProviderContainer, ViewText.Count(next.Count(), "file"))
                : new CompletionResult(next.Key, next.Key, CompletionResultType.ProviderItem, $"{next.First().Length:N0} bytes, {next.First().ModifiedAt:g}"));
    }

    /// <summary>The name or id that a parameter is given, if it is one.</summary>
    private string? NameIn(string parameter, IdentityAttribute identity)
    {
        try
        {
            return BoundParameters[parameter] is not { } value ? null : identity.Transform(null!, value) switch
            {
                string name => name,
                string[] names => names.FirstOrDefault(),
                _ => null,
            };
        }
        catch (ArgumentTransformationMetadataException)
        {
            // What is given so far is nothing that has files.
            return null;
        }
    }
}
