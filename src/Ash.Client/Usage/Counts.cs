namespace Ash;

/// <summary>Numbers by state, in words.</summary>
internal static class Counts
{
    public static string Describe(int total, IReadOnlyDictionary<string, int> byStatus) => byStatus.Count == 0
        ? $"{total}"
        : $"{total} ({string.Join(", ", byStatus.Select(static pair => $"{pair.Value} {pair.Key}"))})";
}
