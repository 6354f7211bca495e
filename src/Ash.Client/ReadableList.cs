using System.Collections;
using System.Collections.ObjectModel;

namespace Ash;

/// <summary>A list that says what is in it where it becomes text, as in a column of a CSV file.</summary>
/// <typeparam name="T">What is in it.</typeparam>
/// <param name="items">The items.</param>
/// <param name="view">What stands for an item where somebody enumerates the list without knowing what is in it; null is the item.</param>
internal sealed class ReadableList<T>(IEnumerable<T> items, Func<object, object>? view = null) : ReadOnlyCollection<T>([.. items]), IEnumerable
    where T : notnull
{
    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => view is null ? GetEnumerator() : this.Select(item => view(item)).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this);

    /// <summary>The same items, readable; null where there is no list.</summary>
    public static ReadableList<T>? From(IEnumerable<T>? items) => items is null ? null : new(items);
}
