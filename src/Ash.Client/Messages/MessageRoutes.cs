using System.Runtime.CompilerServices;
using Ash.Http;

namespace Ash;

/// <summary>Messages of a session: <c>/api/sessions/{id}/messages</c>.</summary>
public sealed class MessageRoutes
{
    /// <summary>The most characters a message has.</summary>
    public const int MaxLength = 500_000;

    /// <summary>The server's limit for a message's body, in bytes.</summary>
    internal const int MaxBody = 50 * 1024 * 1024;

    private readonly AshTransport _transport;

    internal MessageRoutes(AshTransport transport) => _transport = transport;

    /// <summary>Sends a message and streams the turn that answers it: <c>POST /api/sessions/{id}/messages</c>.</summary>
    /// <param name="sessionId">The session, which must be active.</param>
    /// <param name="text">The message.</param>
    /// <param name="options">How it is handled; null takes the session's defaults.</param>
    /// <param name="cancellationToken">
    /// Closes the stream. The server has no way to interrupt a turn, so the agent works on and its answer is lost.
    /// </param>
    /// <returns>
    /// The events as they arrive. The message is sent when the enumeration starts. Leaving the enumeration early closes the stream.
    /// </returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the message or an option is not one the server takes; nothing was sent.</exception>
    /// <exception cref="AshApiException">While enumerating: the server refused the message or was not reached.</exception>
    /// <exception cref="AshStreamException">While enumerating, behind the last event: the turn did not complete.</exception>
    public IAsyncEnumerable<AshEvent> SendAsync(
        string sessionId, string text, MessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        string path = SessionRoutes.PathOf(sessionId) + "/messages";
        Check(text, options);
        return StreamAsync(sessionId, path, MessageBody.From(text, options), options, cancellationToken);
    }

    /// <summary>Sends a message and waits for the turn's end.</summary>
    /// <param name="sessionId">The session, which must be active.</param>
    /// <param name="text">The message.</param>
    /// <param name="options">How it is handled; null takes the session's defaults.</param>
    /// <param name="cancellationToken">Closes the stream; the agent works on.</param>
    /// <returns>The turn, whichever way it ended: <see cref="Turn.Outcome"/> says which.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the message or an option is not one the server takes; nothing was sent.</exception>
    /// <exception cref="AshApiException">The server refused the message or was not reached.</exception>
    public async Task<Turn> SendAndWaitAsync(
        string sessionId, string text, MessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        TurnBuilder turn = new(sessionId, _transport.Clock);
        try
        {
            await foreach (AshEvent next in SendAsync(sessionId, text, options, cancellationToken).ConfigureAwait(false)) turn.Add(next);
            return turn.Build(TurnOutcome.Completed);
        }
        catch (AshStreamException e)
        {
            return turn.Build(e.Outcome, e.Message);
        }
    }

    /// <summary>Reads the messages that the server keeps, oldest first, page by page: <c>GET /api/sessions/{id}/messages</c>.</summary>
    /// <param name="sessionId">The session, in whatever state.</param>
    /// <param name="options">Which part; null reads all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The messages. A turn whose reader left is not among them from then on.</returns>
    /// <exception cref="AshApiException">While enumerating: the server refused or was not reached.</exception>
    [Operation("GET /api/sessions/{id}/messages", Query = ["limit", "after"], Answer = typeof(StoredMessageListBody))]
    public IAsyncEnumerable<StoredMessage> ListAsync(
        string sessionId, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        string path = SessionRoutes.PathOf(sessionId) + "/messages";
        return History.ReadAsync(
            async (after, limit, token) => (await _transport.GetAsync(
                $"{path}?limit={limit}" + (after is null ? null : $"&after={after}"), AshJsonContext.Default.StoredMessageListBody,
                token).ConfigureAwait(false)).Messages,
            static message => message.Sequence, options ?? new(), _transport.Clock, cancellationToken);
    }

    private static void Check(string text, MessageOptions options)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Require.Invalid("The message is empty.");
        Require.AtMost(text, MaxLength, "A message");
        Require.AtMost(options.Model, 100, "A model's name");
        Require.OneOf(options.Effort, MessageOptions.Efforts, "The effort");
        if (options.Attachments.Count > MessageOptions.MaxAttachments)
            throw Require.Invalid($"A message has at most {MessageOptions.MaxAttachments} attachments; this one has {options.Attachments.Count}.");
        if (options.Attachments.Sum(static attachment => (attachment.Length + 2L) / 3 * 4) > MaxBody - 4L * text.Length - 4096)
            throw new AshException(AshErrorCause.PayloadTooLarge, "The attachments together are more than the 50 MiB that the server takes as base64.");
        Require.JsonObject(options.OutputSchema, "The output schema");
        if (options.MaxTurns < 1) throw Require.Invalid($"MaxTurns is at least 1; this is {options.MaxTurns}.");
        if (options.MaxBudgetUsd < 0) throw Require.Invalid($"MaxBudgetUsd is at least 0; this is {options.MaxBudgetUsd}.");
        if (options.Timeout <= TimeSpan.Zero) throw Require.Invalid($"Timeout is more than zero; this is {options.Timeout}.");
        if (options.ThinkingBudgetTokens is not null && options.Thinking is null)
            throw Require.Invalid("ThinkingBudgetTokens goes with Thinking.");
    }

    [Operation("POST /api/sessions/{id}/messages", Body = typeof(MessageBody))]
    private async IAsyncEnumerable<AshEvent> StreamAsync(
        string sessionId, string path, MessageBody body, MessageOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using SessionUse use = SessionUse.Begin(_transport, sessionId, options.Force);
        using CancellationTokenSource deadline = new(options.Timeout ?? Timeout.InfiniteTimeSpan, _transport.Clock);

        HttpResponseMessage response =
            await OpenAsync(use, sessionId, path, body, options, deadline.Token, cancellationToken).ConfigureAwait(false);
        TurnStream stream = new(
            response, new(sessionId, body.Content), new(_transport, sessionId), _transport.ReadAhead, _transport.Clock, options,
            deadline.Token, cancellationToken);
        try
        {
            while (await stream.MoveNextAsync().ConfigureAwait(false)) yield return stream.Current;
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            use.IsAbandoned = !stream.IsOver;
            if (stream.RecordFailure is { } failure)
                _transport.Notify(AshNoticeKind.Warning, $"The record of the turn of session {sessionId} is not whole: {failure.Message}");
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(
        SessionUse use, string sessionId, string path, MessageBody body, MessageOptions options, CancellationToken deadline,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline);
        try
        {
            return await _transport.OpenEventStreamAsync(
                path, body, MessageJsonContext.Default.MessageBody, mayBeAtWork => use.IsAbandoned = mayBeAtWork, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TurnStream.TimedOut(sessionId, options.Timeout!.Value, 0);
        }
    }
}
