namespace Ash.Commands;

/// <summary>Completes the tags of the agent's eval cases.</summary>
public sealed class EvalTagCompleter : EvalCaseWordCompleter
{
    /// <inheritdoc/>
    private protected override IEnumerable<string> WordsOf(EvalCase one) => one.Tags ?? [];
}
