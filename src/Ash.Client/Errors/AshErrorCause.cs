namespace Ash;

/// <summary>Why something failed: one value a cause, so that a caller can decide what to do without reading a message.</summary>
public enum AshErrorCause
{
    /// <summary>The key is missing, malformed or wrong (401).</summary>
    AuthenticationFailed,

    /// <summary>The server has no such agent.</summary>
    AgentNotFound,

    /// <summary>The server has no such session.</summary>
    SessionNotFound,

    /// <summary>The server has no such item or route, and it is neither an agent nor a session.</summary>
    NotFound,

    /// <summary>The session is paused, stopped, starting or in error, and the call needs another state.</summary>
    SessionNotActive,

    /// <summary>The session has ended, which is final.</summary>
    SessionEnded,

    /// <summary>A turn of the session is running.</summary>
    SessionBusy,

    /// <summary>The request is not one the server takes; where the client can tell, it was not sent.</summary>
    InvalidRequest,

    /// <summary>The agent's folder is gone from the server (422).</summary>
    AgentFolderMissing,

    /// <summary>The body is larger than the server takes (413).</summary>
    PayloadTooLarge,

    /// <summary>Too many requests (429).</summary>
    RateLimited,

    /// <summary>All sandboxes are busy (503).</summary>
    CapacityReached,

    /// <summary>The session's sandbox died.</summary>
    SandboxLost,

    /// <summary>The server failed (5xx).</summary>
    ServerError,

    /// <summary>The last try to connect failed, so that no server is meant.</summary>
    NotConnected,

    /// <summary>No connection, or one that broke before the answer; <see cref="AshApiException.NothingSent"/> tells them apart.</summary>
    ServerUnreachable,

    /// <summary>The server's name does not resolve.</summary>
    NameResolutionFailed,

    /// <summary>No trusted TLS connection.</summary>
    TlsFailed,

    /// <summary>The answer did not come in time.</summary>
    RequestTimedOut,

    /// <summary>The stream ended before the turn did.</summary>
    StreamCut,

    /// <summary>Another message or command took the stream over.</summary>
    StreamTakenOver,

    /// <summary>The stream fell silent and the turn will not end.</summary>
    StreamStalled,

    /// <summary>A frame of the stream is not what the server promises.</summary>
    MalformedEvent,

    /// <summary>The agent's turn failed.</summary>
    TurnFailed,

    /// <summary>The answer of a turn does not follow the schema that was given for it.</summary>
    SchemaMismatch,

    /// <summary>A shell command in a sandbox ended with another exit code than 0.</summary>
    CommandFailed,

    /// <summary>A file was not written: on the server, which says why, or on this machine.</summary>
    FileNotWritten,

    /// <summary>The server has no key to keep credentials with.</summary>
    CredentialStorageNotConfigured,

    /// <summary>The turn of a queue item has come, so that it cannot be taken back.</summary>
    QueueItemNotPending,

    /// <summary>A queue item failed at every try.</summary>
    QueueItemFailed,

    /// <summary>A queue item is still pending or processing at the end of the time that it was waited for.</summary>
    QueueItemNotDone,

    /// <summary>An eval run ended before its last case.</summary>
    EvalRunFailed,

    /// <summary>An eval run that is waited for is not over in time.</summary>
    EvalRunNotDone,

    /// <summary>What answered is not an Ash server.</summary>
    NotAnAshServer,
}
