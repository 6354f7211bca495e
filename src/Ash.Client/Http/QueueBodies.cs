using System.Text.Json;

namespace Ash.Http;

/// <summary><c>{"item": …}</c>.</summary>
internal sealed class QueueItemBody
{
    public required QueueItem Item { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"items": […]}</c>.</summary>
internal sealed class QueueItemListBody
{
    public required IReadOnlyList<QueueItem> Items { get; init => field = Http.Items.AllThere(value); }
}

/// <summary><c>{"stats": …}</c> of the queue.</summary>
internal sealed class QueueCountsBody
{
    public required QueueCounts Stats { get; init => field = value ?? throw new JsonException(); }
}
