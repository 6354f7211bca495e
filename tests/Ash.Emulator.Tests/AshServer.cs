using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ash.Emulation.Tests;

/// <summary>An emulator and a plain HTTP client that talks to it.</summary>
public sealed class AshServer : IAsyncDisposable, IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SocketsHttpHandler _handler = new();

    public AshServer(AshEmulatorOptions? options = null)
    {
        Emulator = AshEmulator.Start(options);
        Http = new HttpClient(_handler) { BaseAddress = Emulator.Uri, Timeout = Patience };
    }

    public AshEmulator Emulator { get; }

    public HttpClient Http { get; }

    /// <summary>A token that ends a test that would hang.</summary>
    public static CancellationToken Soon => new CancellationTokenSource(Patience).Token;

    public async Task<(HttpStatusCode Status, JsonNode? Body)> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = Json(body);
        using var response = await Http.SendAsync(request, Soon);
        var text = await response.Content.ReadAsStringAsync(Soon);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Sends a request that has to succeed, and returns the body.</summary>
    public async Task<JsonNode> GetAsync(string method, string path, object? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True((int)status is >= 200 and < 300, $"{method} {path}: {(int)status} {answer}");
        return answer!;
    }

    public async Task<string> NewSessionAsync(string agent = "helper", object? options = null)
    {
        if ((await SendAsync("GET", $"/api/agents/{agent}")).Status == HttpStatusCode.NotFound)
            await GetAsync("POST", "/api/agents", new { name = agent, systemPrompt = "You help." });
        var session = await GetAsync("POST", "/api/sessions", options ?? new { agent });
        return (string)session["session"]!["id"]!;
    }

    public async Task<EventStreamReader> OpenStreamAsync(string session, object message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sessions/{session}/messages") { Content = Json(message) };
        var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Soon);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new EventStreamReader(response, await response.Content.ReadAsStreamAsync(Soon));
    }

    public async Task<IReadOnlyList<Frame>> AskAsync(string session, string prompt, bool partial = false)
    {
        using var stream = await OpenStreamAsync(session, new { content = prompt, includePartialMessages = partial });
        return await stream.ReadToEndAsync();
    }

    public async Task<string> StatusAsync(string session) =>
        (string)(await GetAsync("GET", $"/api/sessions/{session}"))["session"]!["status"]!;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        await Emulator.DisposeAsync();
    }

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
        Emulator.Dispose();
    }

    private static StringContent Json(object body)
    {
        var text = body as string ?? JsonSerializer.Serialize(body);
        return new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
    }
}
