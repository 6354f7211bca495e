using System.Collections.Concurrent;
using System.Globalization;

namespace Ash.Benchmarks;

/// <summary>The sessions that were made, as JSON. A session that was not made is there all the same when it is asked for.</summary>
internal sealed class SessionList
{
    private readonly ConcurrentQueue<string> _ids = new();
    private int _count;

    public string Create()
    {
        string id = $"00000000-0000-4000-8000-{Interlocked.Increment(ref _count).ToString("d12", CultureInfo.InvariantCulture)}";
        _ids.Enqueue(id);
        return Get(id);
    }

    public static string Get(string id) => $$"""{"session":{{Json(id)}}}""";

    public string All() => $$"""{"sessions":[{{string.Join(',', _ids.Select(Json))}}]}""";

    private static string Json(string id) =>
        $$"""{"id":"{{id}}","agentName":"load","sandboxId":"{{id}}","status":"active","createdAt":"2026-01-01T00:00:00.000Z","lastActiveAt":"2026-01-01T00:00:00.000Z","tenantId":"default","runnerId":null,"parentSessionId":null}""";
}
