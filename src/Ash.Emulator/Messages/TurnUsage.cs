using System.Text.Json;

namespace Ash.Emulation.Messages;

/// <summary>Counts what a turn used: made up, but it grows with the texts as it would for a real model.</summary>
internal sealed class TurnUsage(string prompt)
{
    private const int CharactersPerToken = 4;

    public int InputTokens { get; } = 10 + (prompt.Length / CharactersPerToken);

    public int OutputTokens { get; private set; }

    /// <summary>The price of a middle-sized model: 3 dollars a million tokens in, 15 out.</summary>
    public decimal CostUsd => ((InputTokens * 3m) + (OutputTokens * 15m)) / 1_000_000m;

    public void Add(string text) => OutputTokens += 1 + (text.Length / CharactersPerToken);

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", InputTokens);
        json.WriteNumber("cache_creation_input_tokens", 0);
        json.WriteNumber("cache_read_input_tokens", 0);
        json.WriteNumber("output_tokens", OutputTokens);
        json.WriteEndObject();
    }
}
