using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text;

namespace Ash.Benchmarks;

/// <summary>A bare loop over SseParser that keeps each event's type and bytes and does nothing with them.</summary>
public static class BareLoop
{
    internal const string Path = "/api/sessions/00000000-0000-4000-8000-000000000001/messages";

    private static readonly HttpClient Http = new();

    public static Task<Measured> RunAsync(Uri server, string message) => Measured.RunAsync(async () =>
    {
        long events = 0, payload = 0;
        await foreach (SseItem<byte[]> item in EnumerateAsync(server, message).ConfigureAwait(false))
        {
            events++;
            payload += item.Data.Length;
        }
        return (events, payload);
    });

    public static Measured Run(Uri server, string message) => RunAsync(server, message).GetAwaiter().GetResult();

    /// <summary>The same on many connections at once, each with a message of its own.</summary>
    public static void RunMany(Uri server, string message, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => RunAsync(server, message)))).GetAwaiter().GetResult();

    /// <summary>The same, but all that came is kept to the end: what it costs any program to hold on to a stream.</summary>
    public static Measured RunAndKeep(Uri server, string message) => Measured.RunAsync(async () =>
    {
        List<object> kept = [];
        long payload = 0;
        await foreach (SseItem<byte[]> item in EnumerateAsync(server, message).ConfigureAwait(false))
        {
            kept.Add(item);
            payload += item.Data.Length;
        }
        return (kept.Count, payload);
    }).GetAwaiter().GetResult();

    /// <summary>How long it takes to the first event, in milliseconds. The rest is read too, so that the connection serves again.</summary>
    public static double FirstEvent(Uri server, string message) => FirstEventAsync(server, message).GetAwaiter().GetResult();

    /// <summary>The bytes of an answer.</summary>
    public static int Get(Uri address) => Http.GetByteArrayAsync(address).GetAwaiter().GetResult().Length;

    private static async Task<double> FirstEventAsync(Uri server, string message)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan? first = null;
        await foreach (SseItem<byte[]> _ in EnumerateAsync(server, message).ConfigureAwait(false)) first ??= Stopwatch.GetElapsedTime(start);
        return first!.Value.TotalMilliseconds;
    }

    private static async IAsyncEnumerable<SseItem<byte[]>> EnumerateAsync(Uri server, string message)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(server, Path))
        {
            Content = new StringContent($$"""{"content":"{{message}}"}""", Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        await foreach (SseItem<byte[]> item in SseParser.Create(body, static (_, data) => data.ToArray()).EnumerateAsync().ConfigureAwait(false))
            yield return item;
    }
}
