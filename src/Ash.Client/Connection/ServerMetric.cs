namespace Ash;

/// <summary>A number that a server tells monitoring systems.</summary>
public sealed class ServerMetric
{
    /// <summary>The metric's name; several numbers may have one, and differ in their labels.</summary>
    public required string Name { get; init; }

    /// <summary>What tells it from others of its name.</summary>
    public required IReadOnlyDictionary<string, string> Label { get; init => field = ReadableTable.From(value)!; }

    /// <summary>The number.</summary>
    public required double Value { get; init; }

    /// <summary><c>gauge</c> for what goes up and down, <c>counter</c> for what only goes up, or another word; null where none is said.</summary>
    public string? Type { get; init; }

    /// <summary>What it counts, in the server's words.</summary>
    public string? Help { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Label.Count == 0
        ? $"{Name} {Value}"
        : $"{Name}{{{string.Join(',', Label.Select(static pair => $"{pair.Key}=\"{pair.Value}\""))}}} {Value}";
}
