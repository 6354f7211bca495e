namespace Ash.Commands;

/// <summary>Completes the states of a session.</summary>
public sealed class SessionStatusCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Words =>
    [
        SessionStatus.Active, SessionStatus.Paused, SessionStatus.Stopped, SessionStatus.Ended, SessionStatus.Error, SessionStatus.Starting,
    ];
}
