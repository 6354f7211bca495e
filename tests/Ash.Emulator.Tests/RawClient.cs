using System.Net.Sockets;
using System.Text;

namespace Ash.Emulation.Tests;

/// <summary>A client that sends exactly the bytes it is given.</summary>
public sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };

    private RawClient()
    {
    }

    public NetworkStream Stream { get; private set; } = null!;

    public Socket Socket => _client.Client;

    public static async Task<RawClient> ConnectAsync(Uri uri)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(uri.Host, uri.Port, AshServer.Soon);
        client.Stream = client._client.GetStream();
        return client;
    }

    /// <summary>Sends one request on a connection of its own and reads until the server closes it.</summary>
    public static async Task<byte[]> ExchangeAsync(Uri uri, string request)
    {
        using var client = await ConnectAsync(uri);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), AshServer.Soon);

    public async Task<byte[]> ReadToEndAsync()
    {
        var bytes = new MemoryStream();
        await Stream.CopyToAsync(bytes, AshServer.Soon);
        return bytes.ToArray();
    }

    /// <summary>Reads until this text has come, and returns everything up to it.</summary>
    public async Task<string> ReadToAsync(string text)
    {
        var read = new StringBuilder();
        var buffer = new byte[1];
        while (!read.ToString().EndsWith(text, StringComparison.Ordinal))
        {
            Assert.True(await Stream.ReadAsync(buffer, AshServer.Soon) == 1, $"The connection ended after: {read}");
            read.Append((char)buffer[0]);
        }

        return read.ToString();
    }

    public void Dispose() => _client.Dispose();
}
