using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>Completes a parameter from a fixed list that the server may outgrow, so that other words are taken too.</summary>
public abstract class WordCompleter : IArgumentCompleter
{
    /// <summary>The words.</summary>
    protected abstract IEnumerable<string> Words { get; }

    /// <summary>What a word means, for its tooltip.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The meaning; the word itself where that says it.</returns>
    protected virtual string MeaningOf(string word) => word;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = CompletionText.Unquote(wordToComplete);
        return Words.Where(word => word.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(word => CompletionText.Quoted(new(word, word, CompletionResultType.ParameterValue, MeaningOf(word)), wordToComplete));
    }
}
