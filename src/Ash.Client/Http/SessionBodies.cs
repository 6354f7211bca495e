namespace Ash.Http;

/// <summary><c>{"session": …}</c>.</summary>
internal sealed class SessionBody
{
    public required Session Session { get; init; }
}

/// <summary><c>{"sessions": […]}</c>.</summary>
internal sealed class SessionListBody
{
    public required IReadOnlyList<Session> Sessions { get; init; }
}
