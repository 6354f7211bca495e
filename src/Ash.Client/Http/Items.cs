using System.Text.Json;

namespace Ash.Http;

/// <summary>Lists in answers.</summary>
internal static class Items
{
    /// <summary>A list that is there and whose items are: the JSON reader takes null for both.</summary>
    public static IReadOnlyList<T> AllThere<T>(IReadOnlyList<T>? items)
        where T : class =>
        items is null || items.Any(static item => item is null) ? throw new JsonException() : items;
}
