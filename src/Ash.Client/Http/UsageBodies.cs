using System.Text.Json;

namespace Ash.Http;

/// <summary><c>{"events": […]}</c> of usage.</summary>
internal sealed class UsageEventListBody
{
    public required IReadOnlyList<UsageEvent> Events { get; init => field = Items.AllThere(value); }
}

/// <summary><c>{"stats": …}</c> of usage.</summary>
internal sealed class UsageTotalsBody
{
    public required UsageTotals Stats { get; init => field = value ?? throw new JsonException(); }
}
