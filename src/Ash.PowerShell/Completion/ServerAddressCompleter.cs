using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>Completes the addresses of servers that are known here, with where each comes from.</summary>
public sealed class ServerAddressCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        IEnumerable<(Uri Address, string Source)> emulators =
            RunningEmulators.All.Select(static emulator => (emulator.Uri, "A running emulator"));
        return Configured(Environment.GetEnvironmentVariable).Concat(Configured(static _ => null)).Concat(emulators)
            .Append((Address: AshClientOptions.DefaultServer, Source: "Default"))
            // A password is not for a list on the screen.
            .Where(static server => server.Address.UserInfo.Length == 0)
            .Select(static server => (Text: server.Address.AbsoluteUri.TrimEnd('/'), server.Source))
            .DistinctBy(static server => server.Text)
            .Where(server => server.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(server => CompletionText.Quoted(
                new(server.Text, server.Text, CompletionResultType.ParameterValue, server.Source), wordToComplete));
    }

    /// <summary>What the environment or the file says. Without the environment, it is the file.</summary>
    private static IEnumerable<(Uri Address, string Source)> Configured(Func<string, string?> environment)
    {
        try
        {
            ConnectionSettings settings = ConnectionSettings.Resolve(environment: environment);
            return settings.ServerSource == "Default" ? [] : [(settings.Server, settings.ServerSource)];
        }
        catch (AshException)
        {
            return [];
        }
    }
}
