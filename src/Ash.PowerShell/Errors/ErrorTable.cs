using System.Management.Automation;

namespace Ash.Commands;

/// <summary>
/// Every error that a user can meet, in one place: its cause is its ErrorId, and the row says what kind it is and what to do.
/// </summary>
internal static class ErrorTable
{
    public static ErrorRecord ToErrorRecord(AshException failure, object? target)
    {
        (ErrorCategory category, string action) = Row(failure);
        return new(failure, failure.Cause.ToString(), category, target)
        {
            ErrorDetails = new(failure.Message) { RecommendedAction = action },
        };
    }

    /// <summary>The error of an event that is not as an event should be; the turn goes on behind it.</summary>
    public static ErrorRecord ToErrorRecord(MalformedEvent malformed) => ToErrorRecord(new(AshErrorCause.MalformedEvent,
        $"Event {malformed.Sequence} ({malformed.Type}) of session {malformed.SessionId} is malformed: {malformed.Reason}"), malformed);

    private static (ErrorCategory Category, string RecommendedAction) Row(AshException failure) => failure.Cause switch
    {
        AshErrorCause.AuthenticationFailed => (ErrorCategory.AuthenticationError, failure is AshApiException { StatusCode: 407 }
            ? "The proxy wants a user name and a password: Connect-AshServer -Proxy <address> -ProxyCredential <credential>."
            : "Connect with the server's API key: Connect-AshServer -Uri <server> -ApiKey <key>, or set ASH_API_KEY."),
        AshErrorCause.AgentNotFound => (ErrorCategory.ObjectNotFound,
            "List the agents with Get-AshAgent, or deploy this one with Publish-AshAgent."),
        AshErrorCause.SessionNotFound => (ErrorCategory.ObjectNotFound,
            "List the sessions with Get-AshSession. Deleting an agent deletes its sessions too."),
        AshErrorCause.NotFound => (ErrorCategory.ObjectNotFound, ListingOf(failure) is { } listing
            ? $"See what there is with {listing}."
            : "Check the name. If the whole route is unknown, the address has a path too many (Get-AshConnection) or the server is of another version (Get-AshServer)."),
        AshErrorCause.SessionNotActive => (ErrorCategory.InvalidOperation,
            "Resume the session with Resume-AshSession, then try again."),
        AshErrorCause.SessionEnded => (ErrorCategory.InvalidOperation,
            "An ended session cannot be used again: make a new one with New-AshSession."),
        AshErrorCause.SessionBusy => (ErrorCategory.ResourceBusy,
            "Wait for the running turn to end, or use another session."),
        AshErrorCause.InvalidRequest => (ErrorCategory.InvalidArgument, failure is AshApiException { ServerMessage: "Invalid or inaccessible credential" }
            ? "Take a credential that Get-AshCredential lists, or store one with New-AshCredential; the server uses none without ASH_CREDENTIAL_KEY in its environment."
            : "Correct what the message names, then try again."),
        AshErrorCause.AgentFolderMissing => (ErrorCategory.ResourceUnavailable,
            "Deploy the agent again with Publish-AshAgent: its folder is gone from the server."),
        AshErrorCause.PayloadTooLarge => (ErrorCategory.LimitsExceeded,
            "Send less at once. The server takes 1 MiB a request, 50 MiB a message and 200 MiB of session files."),
        AshErrorCause.RateLimited => (ErrorCategory.LimitsExceeded, failure is AshApiException { RetryAfter: { } wait }
            ? $"Wait {Math.Ceiling(wait.TotalSeconds)} s, then try again."
            : "Wait a while, then try again. A server takes 20 new sessions and 20 deploys in 15 minutes."),
        AshErrorCause.CapacityReached => (ErrorCategory.ResourceUnavailable,
            "End or suspend sessions that are not needed (Get-AshSession -Status active), then try again."),
        AshErrorCause.SandboxLost => (ErrorCategory.ResourceUnavailable,
            "Give the session a new sandbox, then send again: Get-AshSession <id> | Resume-AshSession | Suspend-AshSession -ReleaseSandbox | Resume-AshSession."),
        AshErrorCause.ServerError => (ErrorCategory.InvalidResult,
            "Try again; if it stays, look at the server's log."),
        AshErrorCause.NotConnected => (ErrorCategory.ConnectionError,
            "Connect with Connect-AshServer. Disconnect-AshServer goes back to ASH_SERVER_URL, ~/.ash/config.json or localhost."),
        AshErrorCause.ServerUnreachable => (ErrorCategory.ConnectionError, MayBeDone(failure)
            ? "The server may have done it all the same: look before you try again. Get-AshConnection and Test-AshServer say whether it answers."
            : "Check that the server runs and that its address is right: Get-AshConnection, Test-AshServer."),
        AshErrorCause.NameResolutionFailed => (ErrorCategory.ConnectionError,
            "Check the server's name in the address: Get-AshConnection shows it."),
        AshErrorCause.TlsFailed => (ErrorCategory.SecurityError,
            "Install the server's certificate authority, or for a test server use Connect-AshServer -SkipCertificateCheck. A server without TLS has an address that begins with http:."),
        AshErrorCause.RequestTimedOut => (ErrorCategory.OperationTimeout, failure is AshStreamException
            ? "Allow the turn more time with -TimeoutSec. The agent may still be at work on it."
            : MayBeDone(failure)
            ? "The server may do it all the same: look before you try again, or allow more time with Connect-AshServer -TimeoutSec."
            : "Try again, or allow more time with Connect-AshServer -TimeoutSec."),
        AshErrorCause.StreamCut => (ErrorCategory.ConnectionError,
            "The agent may have gone on working. Look at the session with Get-AshSession, then send again."),
        AshErrorCause.StreamTakenOver => (ErrorCategory.ResourceBusy,
            "Use a session for one thing at a time: a command or a second message ends the turn that is running."),
        AshErrorCause.StreamStalled => (ErrorCategory.OperationTimeout,
            "Look at the session with Get-AshSession, repair it with Resume-AshSession, then send again."),
        AshErrorCause.MalformedEvent => (ErrorCategory.InvalidData,
            "The event is in the output as it came. If it stays, client and server are of different versions: see Get-AshServer."),
        AshErrorCause.TurnFailed => (ErrorCategory.OperationStopped,
            "Read the message: it is the agent's or the model's own. The session can be used again."),
        AshErrorCause.SchemaMismatch => (ErrorCategory.InvalidResult,
            "Look at Result of the turn, which is in the output. Ask again, or say in the message what the schema demands."),
        AshErrorCause.CommandFailed => (ErrorCategory.InvalidResult,
            "Read ErrorOutput of the result, which is in the output."),
        AshErrorCause.FileNotWritten => (ErrorCategory.WriteError,
            "Read the message: it says why. A file that is there already is replaced with -Force, or without -NoClobber."),
        AshErrorCause.CredentialStorageNotConfigured => (ErrorCategory.ResourceUnavailable,
            "Set ASH_CREDENTIAL_KEY in the server's environment, to a secret of its own that stays the same, and start the server again."),
        AshErrorCause.QueueItemNotPending => (ErrorCategory.InvalidOperation,
            "Look at the item with Get-AshQueueItem: only one that is pending can be taken back. A session that it is processed in can be ended with Stop-AshSession."),
        AshErrorCause.QueueItemFailed => (ErrorCategory.OperationStopped,
            "Read the message, which is the server's own, correct what it names, and put the item in again: Get-AshQueueItem <id> | Add-AshQueueItem."),
        AshErrorCause.QueueItemNotDone => (ErrorCategory.OperationTimeout,
            "Look at the queue with Get-AshQueue, then wait again with Get-AshQueueItem <id> -Wait, or take the item back with Stop-AshQueueItem."),
        AshErrorCause.EvalRunNotDone => (ErrorCategory.OperationTimeout,
            "Wait again with Get-AshEvalRun -Wait. A run that was under way when its server ended stays so for ever: start another."),
        AshErrorCause.EvalRunFailed => (ErrorCategory.OperationStopped,
            "Check that the agent is there (Get-AshAgent), look at the results (Get-AshEvalResult) and at the server's log, then start another run."),
        AshErrorCause.NotAnAshServer => (ErrorCategory.ProtocolError,
            "Check the address and its port with Get-AshConnection; a proxy or a login page may answer in the server's place."),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Cause, "The cause has no row in the error table."),
    };

    /// <summary>A request that changes something was sent, and nothing came back.</summary>
    private static bool MayBeDone(AshException failure) =>
        failure is AshApiException { NothingSent: false, StatusCode: null, Method: not (null or "GET") };

    /// <summary>The command that lists what a path leads to; null where there is none, or the path itself is unknown.</summary>
    private static string? ListingOf(AshException failure) =>
        failure is not AshApiException { Path: { } path, ServerMessage: { } said } || said.StartsWith("Route ", StringComparison.Ordinal) ? null
        : path.Split('/', '?') switch
        {
            [_, "api", "credentials", ..] => "Get-AshCredential",
            [_, "api", "queue", ..] => "Get-AshQueueItem",
            [_, "api", "attachments", ..] => "Get-AshAttachment",
            [_, "api", "sessions", _, "files", ..] => "Get-AshSessionFile",
            [_, "api", "agents", _, "files", ..] => "Get-AshAgentFile",
            [_, "api", "api-keys", ..] => "Get-AshApiKey",
            _ when said.StartsWith("Agent version ", StringComparison.Ordinal) => "Get-AshAgentVersion",
            [_, "api", "agents", _, "versions", ..] => "Get-AshAgentVersion",
            [_, "api", "agents", _, "eval-cases", ..] => "Get-AshEvalCase",
            [_, "api", "agents", _, "eval-runs", ..] => "Get-AshEvalRun",
            [_, "api", "agents", _, "eval-results", ..] => "Get-AshEvalResult",
            _ => null,
        };
}
