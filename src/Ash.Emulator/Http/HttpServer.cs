using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Ash.Emulation.Http;

/// <summary>
/// A small HTTP/1.1 server on sockets. PowerShell does not come with ASP.NET Core, and HttpListener can neither choose a free
/// port, nor cut an answer in the middle, nor speak TLS: all three are what an emulated server is for.
/// </summary>
internal sealed class HttpServer(X509Certificate2? certificate, TimeProvider clock, Func<HttpExchange, Task> answer) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<Socket, Task> _connections = [];
    private CancellationTokenSource _stopping = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public bool IsListening
    {
        get
        {
            lock (_gate)
                return _listener is not null;
        }
    }

    /// <summary>Listens on the loopback address and returns the port, which is a free one when <paramref name="port"/> is 0.</summary>
    public int Start(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // No ReuseAddress: .NET has two servers listen on one port with it, everywhere. A restart on the same port does not
            // need it.
            listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
            listener.Listen(512);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        lock (_gate)
        {
            _stopping = new CancellationTokenSource();
            _listener = listener;
            _accepting = AcceptAsync(listener);
        }

        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    /// <summary>Stops listening and closes every connection as it stands; the task ends when the last one has gone.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            if (_listener is not null)
            {
                _listener.Dispose();
                _listener = null;
                _ = _stopping.CancelAsync();
                foreach (var socket in _connections.Keys)
                    Cut(socket);
            }

            return Task.WhenAll(_connections.Values.Append(_accepting));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    // As when a process dies: what was sent arrives, and then the bytes end. Each connection closes its socket itself.
    private static void Cut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client was faster.
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                var socket = await listener.AcceptAsync().ConfigureAwait(false);
                socket.NoDelay = true;
                Serve(listener, socket);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                if (exception.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted or SocketError.InvalidArgument)
                    return;
                // A client that left while it waited to be accepted.
            }
        }
    }

    private void Serve(Socket listener, Socket socket)
    {
        lock (_gate)
        {
            if (_listener != listener)
            {
                socket.Dispose();
                return;
            }

            var stopping = _stopping.Token;
            _connections[socket] = Task.Run(async () =>
            {
                try
                {
                    await HttpConnection.ServeAsync(socket, certificate, clock, answer, stopping).ConfigureAwait(false);
                }
                finally
                {
                    lock (_gate)
                        _connections.Remove(socket);
                }
            });
        }
    }
}
