using System.Text.Json;

namespace Ash.Http;

/// <summary><c>{"session": …}</c>.</summary>
internal sealed class SessionBody
{
    public required Session Session { get; init => field = value ?? throw new JsonException(); }
}

/// <summary><c>{"sessions": […]}</c>.</summary>
internal sealed class SessionListBody
{
    public required IReadOnlyList<Session> Sessions { get; init => field = Items.AllThere(value); }
}
