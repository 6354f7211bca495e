namespace Ash.Commands;

/// <summary>Completes the ways of thinking.</summary>
public sealed class ThinkingCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["adaptive", "enabled", "disabled"];
}
