namespace Ash.Tests;

/// <summary>Answers that are what they ought to be.</summary>
internal static class Samples
{
    public const string Session =
        """{"session":{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","agentName":"a","status":"active","createdAt":"2026-05-01T10:00:00.000Z","lastActiveAt":"2026-05-01T10:00:01.000Z"}}""";

    public const string Agent =
        """{"agent":{"id":"7c9e6679-7425-40de-944b-e07fc1f90ae7","name":"a","version":2,"path":"/agents/a","createdAt":"2026-05-01T10:00:00.000Z","updatedAt":"2026-05-01T10:00:00.000Z"}}""";

    public static string QueueItem(string id, string status) =>
        $$$"""{"item":{"id":"{{{id}}}","agentName":"a","prompt":"hi","status":"{{{status}}}","priority":0,"retryCount":0,"maxRetries":3,"createdAt":"2026-05-01T10:00:00.000Z","sessionId":null,"error":null,"startedAt":null,"completedAt":null}}""";

    public const string Health = """{"status":"ok","version":"0.2.0"}""";
}
