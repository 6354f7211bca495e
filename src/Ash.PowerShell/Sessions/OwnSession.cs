namespace Ash.Commands;

/// <summary>A session that a command opens for its own use, and that must not stay behind whatever happens.</summary>
/// <remarks>
/// The server makes a session that it was asked for, whoever has left, and one whose id nobody knows is ended by nobody. So Ctrl+C
/// does not end the opening: its answer is waited for, behind the prompt.
/// </remarks>
#pragma warning disable CA1001 // Disposed when the session is abandoned; without a timer it holds nothing.
internal sealed class OwnSession
#pragma warning restore CA1001
{
    /// <summary>How long the opening and the end of the session may take when nobody is to hear of them any more.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _patience = new();
    private readonly AshClient _client;
    private readonly Task<Session> _opening;

    /// <summary>Begins to open a session.</summary>
    public OwnSession(AshClient client, SessionOptions options)
    {
        _client = client;
        _opening = client.Sessions.CreateAsync(options, _patience.Token);
    }

    /// <summary>The session; null as long as it is not open.</summary>
    public string? Id => _opening.IsCompletedSuccessfully ? _opening.Result.Id : null;

    /// <summary>There is no session and will be none.</summary>
    public bool IsRefused => _opening.IsFaulted || _opening.IsCanceled;

    /// <summary>Waits until it is open.</summary>
    /// <param name="cancellationToken">Ends the wait, not the opening.</param>
    /// <returns>The session's id.</returns>
    public async Task<string> OpenAsync(CancellationToken cancellationToken) =>
        (await _opening.WaitAsync(cancellationToken).ConfigureAwait(false)).Id;

    /// <summary>Ends it.</summary>
    public async Task<Session> EndAsync(CancellationToken cancellationToken) =>
        await _client.Sessions.EndAsync(await OpenAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Ends it, if that can be, when nobody is to hear of it any more: after Ctrl+C, Select-Object -First, or an error that ended the
    /// command. An agent that nobody listens to must not go on.
    /// </summary>
    /// <param name="isStopped">Ctrl+C was pressed, so that nobody is kept waiting.</param>
    public void Abandon(bool isStopped)
    {
        Task ending = Task.Run(EndUnheardAsync);
        if (!isStopped) ((IAsyncResult)ending).AsyncWaitHandle.WaitOne(EndingTime);
    }

    private async Task EndUnheardAsync()
    {
        _patience.CancelAfter(EndingTime);
        try
        {
            Session session = await _opening.ConfigureAwait(false);
            await _client.Observe(static _ => { }, TimeSpan.Zero).Sessions.EndAsync(session.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AshException or OperationCanceledException)
        {
            // There is no session, or no server to end it.
        }
        finally
        {
            _patience.Dispose();
        }
    }
}
