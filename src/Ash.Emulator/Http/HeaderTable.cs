using System.Collections.ObjectModel;

namespace Ash.Emulation.Http;

/// <summary>Headers by name in any case. As text, in a column of a CSV file for example, they read as they were sent.</summary>
internal sealed class HeaderTable(IEnumerable<KeyValuePair<string, string>> headers)
    : ReadOnlyDictionary<string, string>(new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase))
{
    public override string ToString() => string.Join("; ", this.Select(static header => $"{header.Key}: {header.Value}"));
}
