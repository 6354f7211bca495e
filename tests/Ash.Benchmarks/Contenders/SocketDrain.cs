using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ash.Benchmarks;

/// <summary>Reads a turn off the socket and looks at nothing: what the machine itself can do.</summary>
public static class SocketDrain
{
    public static Task<Measured> RunAsync(Uri server, string message) => Measured.RunAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(server);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port).ConfigureAwait(false);
        string body = $$"""{"content":"{{message}}"}""";
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"POST {BareLoop.Path} HTTP/1.1\r\nHost: load\r\nContent-Length: {body.Length}\r\n\r\n{body}")).ConfigureAwait(false);

        byte[] buffer = new byte[64 * 1024];
        byte[] end = new byte[7];
        do
        {
            int read = await socket.ReceiveAsync(buffer).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException();
            if (read >= end.Length)
            {
                buffer.AsSpan(read - end.Length, end.Length).CopyTo(end);
            }
            else
            {
                end.AsSpan(read).CopyTo(end);
                buffer.AsSpan(0, read).CopyTo(end.AsSpan(end.Length - read));
            }
        }
        while (!end.AsSpan().SequenceEqual("\r\n0\r\n\r\n"u8));
        return (0, 0);
    });

    public static Measured Run(Uri server, string message) => RunAsync(server, message).GetAwaiter().GetResult();
}
