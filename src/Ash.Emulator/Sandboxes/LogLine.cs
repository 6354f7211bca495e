namespace Ash.Emulation.Sandboxes;

/// <summary>A line of a sandbox's log.</summary>
/// <param name="Index">0, 1, 2, …</param>
/// <param name="Level"><c>system</c>, <c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The line.</param>
/// <param name="Time">When it was written.</param>
internal sealed record LogLine(int Index, string Level, string Text, DateTimeOffset Time);
