using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>Completes a parameter with what the server knows. It is silent, and soon back, where the server is slow or down.</summary>
public abstract class ServerCompleter : IArgumentCompleter
{
    /// <summary>How long somebody who presses Tab is kept waiting at the most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>What is bound so far, by parameter. Each completion has a completer of its own.</summary>
    private protected IDictionary BoundParameters { get; private set; } = new Hashtable();

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        BoundParameters = fakeBoundParameters;
        string typed = (wordToComplete ?? string.Empty).Trim('\'', '"');
        using CancellationTokenSource tooLate = new(Patience);
        try
        {
            Connection connection = Unwrap(fakeBoundParameters["Connection"]) as Connection ?? DefaultConnection.Get();
            AshClient client = connection.Client.Observe(static _ => { }, TimeSpan.Zero);
            Task<IEnumerable<CompletionResult>> asking = Task.Run(() => CompleteAsync(client, commandName, typed, tooLate.Token));
            return asking.WaitAsync(tooLate.Token).GetAwaiter().GetResult().ToList();
        }
        catch (Exception e) when (e is AshException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>Asks the server.</summary>
    /// <param name="client">The server's client, which tries once.</param>
    /// <param name="commandName">The command that is completed.</param>
    /// <param name="typed">What is typed so far, without quotes.</param>
    /// <param name="cancellationToken">Is cancelled when it is too late.</param>
    /// <returns>The completions.</returns>
    private protected abstract Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken);

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
