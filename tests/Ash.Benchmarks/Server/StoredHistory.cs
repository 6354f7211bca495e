using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ash.Benchmarks;

/// <summary>A session's stored messages, <see cref="Count"/> of them, a page at a time.</summary>
internal static class StoredHistory
{
    /// <summary>How many messages there are.</summary>
    public const int Count = 100_000;

    private static readonly string[] Contents =
        [.. Frames.Mixed(1).Where(static frame => frame.Type == "message").Select(static frame => JsonSerializer.Serialize(Encoding.UTF8.GetString(frame.Data)))];

    /// <summary>The messages behind a position, as <c>GET /api/sessions/{id}/messages</c> answers.</summary>
    public static string Page(int after, int limit)
    {
        StringBuilder page = new("""{"messages":[""");
        for (int sequence = after + 1; sequence <= Math.Min(after + limit, Count); sequence++)
        {
            if (sequence > after + 1) page.Append(',');
            page.Append(CultureInfo.InvariantCulture,
                $$"""{"id":"00000000-0000-4000-9000-{{sequence:d12}}","tenantId":"default","sessionId":"00000000-0000-4000-8000-000000000000","role":"assistant","content":{{Contents[sequence % Contents.Length]}},"sequence":{{sequence}},"createdAt":"2026-01-01T00:00:00.000Z"}""");
        }
        return page.Append("]}").ToString();
    }

    /// <summary>The same, by the query of a request's path.</summary>
    public static string Page(string path) => Page(Number(path, "after", 0), Number(path, "limit", 100));

    private static int Number(string path, string name, int otherwise)
    {
        int start = path.IndexOf(name + "=", StringComparison.Ordinal);
        if (start < 0) return otherwise;
        ReadOnlySpan<char> value = path.AsSpan(start + name.Length + 1);
        int end = value.IndexOf('&');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
