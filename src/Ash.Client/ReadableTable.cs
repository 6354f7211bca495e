using System.Collections.ObjectModel;

namespace Ash;

/// <summary>Values by name, which says what is in it where it becomes text, as in a column of a CSV file.</summary>
/// <param name="values">The values.</param>
internal sealed class ReadableTable(IDictionary<string, string> values) : ReadOnlyDictionary<string, string>(values)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this.Select(static pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The same values, readable; null where there are none.</summary>
    public static ReadableTable? From(IReadOnlyDictionary<string, string>? values) =>
        values is null ? null : new(new Dictionary<string, string>(values, StringComparer.Ordinal));
}
