namespace Ash.Commands;

/// <summary>Completes the categories of the agent's eval cases.</summary>
public sealed class EvalCategoryCompleter : EvalCaseWordCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<string> WordsOf(EvalCase one) => one.Category is { Length: > 0 } category ? [category] : [];
}
