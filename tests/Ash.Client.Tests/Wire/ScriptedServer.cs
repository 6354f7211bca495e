using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Ash.Tests;

/// <summary>
/// A server on a loopback socket that knows no HTTP: it records what it reads and writes the bytes that a test gives it, so that
/// the client is tested against the wire and nothing in between.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<int, bool> UsedPorts = new();

    private readonly Socket _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<SeenRequest> _requests = new();
    private readonly ConcurrentBag<Task> _scripts = [];
    private readonly Func<ScriptedConnection, Task> _script;
    private readonly X509Certificate2? _certificate;
    private Task _accepting = Task.CompletedTask;
    private int _connections;

    private ScriptedServer(Func<ScriptedConnection, Task> script, X509Certificate2? certificate)
    {
        _script = script;
        _certificate = certificate;
        _listener = BindToNewPort();
        Port = PortOf(_listener);
    }

    public int Port { get; }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}");

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    public int Connections => Volatile.Read(ref _connections);

    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Runs a script for each connection.</summary>
    public static ScriptedServer Start(Func<ScriptedConnection, Task> script, X509Certificate2? certificate = null)
    {
        ScriptedServer server = new(script, certificate);
        server.Listen();
        return server;
    }

    /// <summary>Has a port, and refuses every connection until <see cref="Listen"/>.</summary>
    public static ScriptedServer Refusing(params byte[][] answers) => new(AnswerInTurn(answers), null);

    /// <summary>Gives the n-th request the n-th answer, whichever connection it comes on; the last answer serves all that follow.</summary>
    public static ScriptedServer Answering(params byte[][] answers) => Start(AnswerInTurn(answers));

    public void Listen()
    {
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public void Record(SeenRequest request) => _requests.Enqueue(request);

    /// <summary>Stops, and fails where a script failed in another way than by losing its client.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.Soon();
        await Task.WhenAll(_scripts).Soon();
        _stopping.Dispose();
    }

    /// <summary>
    /// A port that no server of this process had before: what the client remembers of a session goes by the server's address, and a
    /// port that comes again would bring the turns of another test along.
    /// </summary>
    private static Socket BindToNewPort()
    {
        while (true)
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            if (UsedPorts.TryAdd(PortOf(socket), true)) return socket;
            socket.Dispose();
        }
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private static Func<ScriptedConnection, Task> AnswerInTurn(byte[][] answers)
    {
        int served = -1;
        return async connection =>
        {
            while (await connection.ReadRequestAsync() is not null)
            {
                byte[] answer = answers[Math.Min(Interlocked.Increment(ref served), answers.Length - 1)];
                await connection.WriteAsync(answer);
                if (!HttpBytes.ClosesBehind(answer)) continue;
                connection.Close();
                return;
            }
        };
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync(_stopping.Token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _connections);
                _scripts.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using NetworkStream plain = new(socket, ownsSocket: false);
            using ScriptedConnection connection = new(socket, await SecureAsync(plain), this);
            await _script(connection);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, or the test is over.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream plain)
    {
        if (_certificate is null) return plain;
        SslStream secure = new(plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secure;
    }
}
