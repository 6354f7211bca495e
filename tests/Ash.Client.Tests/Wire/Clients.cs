using System.Net;

namespace Ash.Tests;

/// <summary>Clients of a scripted server.</summary>
internal static class Clients
{
    public const string Key = "key-that-nobody-may-see";

    public const string SessionId = "0f8fad5b-d9cb-469f-a165-70867728950e";

    /// <summary>Options that neither retry nor time out nor ask about a silent turn, and that no proxy of the machine gets between.</summary>
    public static AshClientOptions OptionsFor(
        Uri server, string? key = Key, TimeSpan? maxRetryWait = null, TimeProvider? clock = null, bool skipCertificateCheck = false,
        TimeSpan? timeout = null, TimeSpan? askAfterSilence = null, IWebProxy? proxy = null) => new()
        {
            Server = server,
            ApiKey = key,
            Proxy = proxy ?? new WebProxy(),
            MaxRetryWait = maxRetryWait ?? TimeSpan.Zero,
            Clock = clock ?? TimeProvider.System,
            SkipCertificateCheck = skipCertificateCheck,
            Timeout = timeout ?? Timeout.InfiniteTimeSpan,
            AskAfterSilence = askAfterSilence ?? Timeout.InfiniteTimeSpan,
        };

    public static AshClient ClientOf(ScriptedServer server) => new(OptionsFor(server.Address));

    /// <summary>All events of a turn, and the exception at its end.</summary>
    public static async Task<(IReadOnlyList<AshEvent> Events, AshStreamException? Failure)> CollectAsync(IAsyncEnumerable<AshEvent> turn)
    {
        await using IAsyncEnumerator<AshEvent> events = turn.GetAsyncEnumerator();
        return await CollectAsync(events);
    }

    public static async Task<(IReadOnlyList<AshEvent> Events, AshStreamException? Failure)> CollectAsync(IAsyncEnumerator<AshEvent> turn)
    {
        List<AshEvent> events = [];
        try
        {
            while (await turn.MoveNextAsync()) events.Add(turn.Current);
            return (events, null);
        }
        catch (AshStreamException e)
        {
            return (events, e);
        }
    }

    /// <summary>A turn whose whole answer is given.</summary>
    public static async Task<(IReadOnlyList<AshEvent> Events, AshStreamException? Failure)> StreamAsync(byte[] answer)
    {
        await using ScriptedServer server = ScriptedServer.Answering(answer);
        using AshClient client = ClientOf(server);
        return await CollectAsync(client.Messages.SendAsync(SessionId, "hello")).Soon();
    }
}
