namespace Ash.Commands;

/// <summary>Completes the methods of requests.</summary>
public sealed class HttpMethodCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words => ["GET", "POST", "PATCH", "DELETE"];
}
