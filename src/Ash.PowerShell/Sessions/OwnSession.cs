namespace Ash.Commands;

/// <summary>A session that a command opens for its own use, and that must not stay behind whatever happens.</summary>
/// <param name="client">The server's client.</param>
/// <param name="id">The session.</param>
internal sealed class OwnSession(AshClient client, string id)
{
    /// <summary>How long the end of the session may hold the pipeline up that is left early.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    public string Id => id;

    /// <summary>Opens a session.</summary>
    public static async Task<OwnSession> OpenAsync(AshClient client, SessionOptions options, CancellationToken cancellationToken) =>
        new(client, (await client.Sessions.CreateAsync(options, cancellationToken).ConfigureAwait(false)).Id);

    /// <summary>Ends it.</summary>
    public Task<Session> EndAsync(CancellationToken cancellationToken) => client.Sessions.EndAsync(id, cancellationToken);

    /// <summary>
    /// Ends it, if that can be, when nobody is to hear of it any more: after Ctrl+C, Select-Object -First, or an error that ended the
    /// command. An agent that nobody listens to must not go on.
    /// </summary>
    /// <param name="isStopped">Ctrl+C was pressed, so that nobody is kept waiting.</param>
    public void Abandon(bool isStopped)
    {
        Task<Session> ending = Task.Run(() => client.Observe(static _ => { }, TimeSpan.Zero).Sessions.EndAsync(id, CancellationToken.None));
        if (!isStopped) ((IAsyncResult)ending).AsyncWaitHandle.WaitOne(EndingTime);
    }
}
