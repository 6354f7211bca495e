namespace Ash.Http;

/// <summary>The body of <c>POST /api/api-keys</c>.</summary>
internal sealed class ApiKeyOptions
{
    public string? Label { get; init; }
}

/// <summary><c>{"keys": […]}</c>.</summary>
internal sealed class ApiKeyListBody
{
    public required IReadOnlyList<ApiKey> Keys { get; init => field = Items.AllThere(value); }
}
