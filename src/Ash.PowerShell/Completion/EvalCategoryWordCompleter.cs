namespace Ash.Commands;

/// <summary>Completes the categories that the server's documents name.</summary>
public sealed class EvalCategoryWordCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["accuracy", "groundedness", "safety", "edge_case", "multi_turn"];
}
