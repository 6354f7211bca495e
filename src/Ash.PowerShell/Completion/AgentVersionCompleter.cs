using System.Globalization;
using System.Management.Automation;

namespace Ash.Commands;

/// <summary>Completes the versions of the agent, the newest first.</summary>
public sealed class AgentVersionCompleter : AgentPartCompleter
{
    /// <inheritdoc/>
    private protected override async Task<IEnumerable<CompletionResult>> ListAsync(
        AshClient client, string agent, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentVersion> versions = await client.AgentVersions.ListAsync(agent, cancellationToken).ConfigureAwait(false);
        return versions.Select(static version =>
        {
            string number = version.VersionNumber.ToString(CultureInfo.InvariantCulture);
            string notes = version.ReleaseNotes is { Length: > 0 } text ? ": " + CompletionText.Short(text) : string.Empty;
            return new CompletionResult(number, $"{number} {version.Name}", CompletionResultType.ParameterValue,
                $"{version.Name}{(version.IsActive ? ", active" : string.Empty)}{notes}");
        });
    }
}
