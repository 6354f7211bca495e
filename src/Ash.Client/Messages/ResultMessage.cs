using System.Text.Json;
using Ash.Transcripts;

namespace Ash;

/// <summary>What the Agent SDK says at the end of a turn, in a stream as in a history.</summary>
/// <param name="Root">The message of type <c>result</c>.</param>
internal readonly record struct ResultMessage(JsonElement Root)
{
    public bool IsError => Root.Member("is_error").ValueKind == JsonValueKind.True;

    public decimal? CostUsd =>
        Root.Member("total_cost_usd") is { ValueKind: JsonValueKind.Number } cost && cost.TryGetDecimal(out decimal usd) ? usd : null;

    public TimeSpan? Duration =>
        Root.Member("duration_ms") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double milliseconds)
        && milliseconds is >= 0 and < 1e12
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    public int? Turns =>
        Root.Member("num_turns") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int turns) ? turns : null;

    public TokenUsage? Usage => TokenUsage.From(Root.Member("usage"));

    public JsonElement Structured => Root.Member("structured_output");

    /// <summary>The result in a line, as far as it says anything.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        ErrorText ?? Root.Text("subtype"),
        Turns is { } turns ? Words.Count(turns, "turn") : null,
        CostUsd is { } cost ? Words.Cost(cost) : null,
        Duration is { } duration ? Words.Duration(duration) : null,
    }.Where(static part => part is not null));

    /// <summary>Why the turn failed; null where it did not.</summary>
    public string? ErrorText
    {
        get
        {
            if (!IsError) return null;
            IEnumerable<string> errors = Root.Member("errors").Elements()
                .Where(static e => e.ValueKind == JsonValueKind.String).Select(static e => e.GetString()!);
            string joined = string.Join(" ", errors);
            return joined.Length > 0 ? joined : Root.Text("result") ?? Root.Text("subtype") ?? "no reason given";
        }
    }
}
