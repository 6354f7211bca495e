using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ash.Tests;

/// <summary>
/// An HTTP proxy that wants a name and a password: it passes requests on, and makes tunnels, for whoever brings them, and answers 407 to
/// everybody else.
/// </summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    public const string User = "ash";

    public const string Password = "proxy-pass-nobody-may-see";

    private readonly ScriptedServer _server;

    public ProxyServer() => _server = ScriptedServer.Start(ServeAsync);

    public Uri Address => _server.Address;

    public IReadOnlyList<SeenRequest> Requests => _server.Requests;

    public static NetworkCredential Credential => new(User, Password);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(ScriptedConnection client)
    {
        string right = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));
        using TcpClient next = new();
        while (await client.ReadRequestAsync() is { } request)
        {
            if (request.Headers.GetValueOrDefault("Proxy-Authorization") != right)
            {
                await client.WriteAsync(HttpBytes.Answer(407, "text/plain", "Who is there?", "Proxy-Authenticate: Basic realm=\"proxy\""));
                continue;
            }
            Uri target = request.Method == "CONNECT" ? new($"http://{request.Target}") : new(request.Target);
            bool isNew = !next.Connected;
            if (isNew) await next.ConnectAsync(target.Host, target.Port, _server.Stopping);
            if (request.Method == "CONNECT")
            {
                await client.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n");
                await Task.WhenAny(client.CopyToAsync(next.GetStream()), client.CopyFromAsync(next.GetStream())).Unwrap();
                return;
            }
            await next.GetStream().WriteAsync(Passed(request, target), _server.Stopping);
            if (isNew) _ = client.CopyFromAsync(next.GetStream());
        }
    }

    /// <summary>The request as the server is to see it: with the path alone, and without what is the proxy's.</summary>
    private static byte[] Passed(SeenRequest request, Uri target)
    {
        IEnumerable<string> lines = request.Head.Split("\r\n").Skip(1).Where(static line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));
        return [.. Encoding.ASCII.GetBytes($"{request.Method} {target.PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", lines)}\r\n\r\n"), .. request.Body];
    }
}
