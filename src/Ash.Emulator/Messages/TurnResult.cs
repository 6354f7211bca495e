namespace Ash.Emulation.Messages;

/// <summary>How a turn ended, for its result message.</summary>
internal sealed record TurnResult(int Turns, TimeSpan Duration)
{
    public string Subtype { get; init; } = "success";

    public bool IsError { get; init; }

    public string? Text { get; init; }

    public decimal? CostUsd { get; init; }

    public string? StructuredOutput { get; init; }

    public IReadOnlyList<string>? Errors { get; init; }
}
