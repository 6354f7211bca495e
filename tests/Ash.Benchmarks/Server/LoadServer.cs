using System.Net;
using System.Net.Sockets;

namespace Ash.Benchmarks;

/// <summary>
/// A server on loopback that can send faster than any client reads: bytes that were made before, written to a bare socket. It knows
/// as much HTTP as clients of an Ash server need.
/// </summary>
internal sealed class LoadServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SessionList _sessions = new();

    public LoadServer() => _listener.Start(backlog: 512);

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Runs as a process of its own, until its input is closed.</summary>
    public static async Task ServeAsync()
    {
        using LoadServer server = new();
        Console.WriteLine(server.Address);
        Task serving = server.AcceptAsync();
        await Task.WhenAny(serving, Task.Run(static () => Console.In.ReadToEnd()));
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket = await _listener.AcceptSocketAsync();
            socket.NoDelay = true;
            _ = Task.Run(() => new LoadConnection(socket, _sessions).RunAsync());
        }
    }
}
