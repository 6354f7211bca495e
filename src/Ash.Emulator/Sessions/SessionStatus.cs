namespace Ash.Emulation.Sessions;

/// <summary>The words for a session's state.</summary>
internal static class SessionStatus
{
    public const string Active = "active";
    public const string Paused = "paused";
    public const string Stopped = "stopped";
    public const string Ended = "ended";
    public const string Error = "error";
}
