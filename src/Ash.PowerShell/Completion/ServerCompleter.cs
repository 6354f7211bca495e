using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>
/// Completes a parameter with what the server knows. It is silent, and soon back, where the server is slow or down. An answer that comes
/// too late is there when Tab is pressed again.
/// </summary>
public abstract class ServerCompleter : IArgumentCompleter
{
    /// <summary>How long somebody who presses Tab is kept waiting at the most.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an answer may take to be of use for the next Tab, and how long it is.</summary>
    private static readonly TimeSpan Usefulness = TimeSpan.FromSeconds(5);

    /// <summary>The last question whose answer came too late.</summary>
    private static Question? _late;

    /// <summary>What is known of the line's arguments, by parameter. Each completion has a completer of its own.</summary>
    private protected IDictionary BoundParameters { get; private set; } = new Hashtable();

    /// <summary>The parameter that is completed.</summary>
    private protected string ParameterName { get; private set; } = string.Empty;

    /// <summary>The line that is completed; null where its command is none of ours.</summary>
    private protected CommandLine? Line { get; private set; }

    /// <summary>The word is the business of another parameter, whose completer is asked too.</summary>
    private protected virtual bool IsAnothers(string typed) => false;

    /// <summary>The parameter finds a name with wildcard characters in it without their being escaped.</summary>
    private protected virtual bool FindsAnyName => false;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        FallbackCompleter.Register();
        Line = CommandLine.Read(commandName, commandAst, word => word.Text == wordToComplete);
        BoundParameters = Line?.Bind(fakeBoundParameters) ?? fakeBoundParameters;
        ParameterName = parameterName;
        bool isPattern = !FindsAnyName && Line?.Find(parameterName)?.Attributes.OfType<SupportsWildcardsAttribute>().Any() == true;
        string typed = CompletionText.Unquote(wordToComplete);
        if (isPattern) typed = WildcardPattern.Unescape(typed);
        // PowerShell asks each parameter that may take the word, and takes no list for no answer, but an empty list for an entry.
        if (IsAnothers(typed)) return null!;
        try
        {
            Connection connection = Unwrap(BoundParameters["Connection"]) as Connection ?? DefaultConnection.Get();
            string about = $"{GetType()} {commandName} {parameterName} {Said(BoundParameters)} {typed}";
            Question question = Interlocked.Exchange(ref _late, null) is { } late && late.Is(connection, about)
                ? late
                : new(connection, about, Task.Run(() => AskAsync(connection, commandName, typed)));
            if (!((IAsyncResult)question.Answer).AsyncWaitHandle.WaitOne(Patience))
            {
                _late = question;
                return [];
            }
            return question.Answer.GetAwaiter().GetResult()
                .Select(result => CompletionText.Quoted(isPattern ? CompletionText.Escaped(result) : result, wordToComplete)).ToList();
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
    /// <returns>The completions, without quotes.</returns>
    private protected abstract Task<IEnumerable<CompletionResult>> CompleteAsync(
        AshClient client, string commandName, string typed, CancellationToken cancellationToken);

    /// <summary>The name or id that a parameter is given, the first of several; null where there is none.</summary>
    private protected string? NameIn(string parameter, IdentityAttribute identity)
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
            // What is given so far is nothing of the kind.
            return null;
        }
    }

    /// <summary>The session that the line names.</summary>
    private protected string? GivenSession => NameIn("Session", new("SessionId", "Session", "Id"));

    /// <summary>The agent that the line names.</summary>
    private protected string? GivenAgent => NameIn("Agent", new("AgentName", "Agent", "Name"));

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private async Task<IReadOnlyList<CompletionResult>> AskAsync(Connection connection, string commandName, string typed)
    {
        using CancellationTokenSource tooLate = new(Usefulness);
        AshClient client = connection.Client.Observe(static _ => { }, TimeSpan.Zero);
        return [.. await CompleteAsync(client, commandName, typed, tooLate.Token).ConfigureAwait(false)];
    }

    private static string Said(IDictionary parameters) =>
        string.Join(' ', parameters.Cast<DictionaryEntry>().Select(static given => $"-{given.Key} {given.Value}").Order(StringComparer.Ordinal));

    /// <summary>What a server was asked, and when.</summary>
    private sealed record Question(Connection Connection, string About, Task<IReadOnlyList<CompletionResult>> Answer)
    {
        private readonly long _asked = Stopwatch.GetTimestamp();

        public bool Is(Connection connection, string about) =>
            ReferenceEquals(Connection, connection) && About == about && Stopwatch.GetElapsedTime(_asked) < 2 * Usefulness;
    }
}
