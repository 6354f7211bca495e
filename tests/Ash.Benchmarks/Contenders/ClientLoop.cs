namespace Ash.Benchmarks;

/// <summary>Ash.Client as a program would use it: enumerates the events of a turn.</summary>
public static class ClientLoop
{
    private static AshClient? _client;

    public static Task<Measured> RunAsync(Uri server, string message) => Measured.RunAsync(async () =>
    {
        _client ??= new(new() { Server = server });
        long events = 0, payload = 0;
        await foreach (AshEvent next in _client.Messages.SendAsync("00000000-0000-4000-8000-000000000001", message).ConfigureAwait(false))
        {
            events++;
            payload += next.GetUtf8Data().Length;
        }
        return (events, payload);
    });

    public static Measured Run(Uri server, string message) => RunAsync(server, message).GetAwaiter().GetResult();
}
