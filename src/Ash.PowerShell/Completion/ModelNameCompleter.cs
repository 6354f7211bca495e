namespace Ash.Commands;

/// <summary>Completes the names of models that are well known: of the newest of each size, and of some in particular.</summary>
public sealed class ModelNameCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words =>
        ["opus", "sonnet", "haiku", "claude-opus-4-6", "claude-sonnet-4-6", "claude-haiku-4-5"];
}
