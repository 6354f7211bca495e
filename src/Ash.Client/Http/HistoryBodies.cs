namespace Ash.Http;

/// <summary><c>{"messages": […]}</c>.</summary>
internal sealed class StoredMessageListBody
{
    public required IReadOnlyList<StoredMessage> Messages { get; init => field = Items.AllThere(value); }
}

/// <summary><c>{"events": […]}</c>.</summary>
internal sealed class SessionEventListBody
{
    public required IReadOnlyList<SessionEvent> Events { get; init => field = Items.AllThere(value); }
}

/// <summary><c>{"logs": […], "source": …}</c>.</summary>
internal sealed class SessionLogBody
{
    public required IReadOnlyList<SessionLogLine> Logs { get; init => field = Items.AllThere(value); }

    public string? Source { get; init; }

    /// <summary>The lines, each with what holds for all of them.</summary>
    public IReadOnlyList<SessionLogLine> LogsOf(string sessionId)
    {
        foreach (SessionLogLine line in Logs)
        {
            line.SessionId = sessionId;
            line.Source = Source;
        }
        return Logs;
    }
}
