namespace Ash;

/// <summary>The server's words for the states of a session.</summary>
public static class SessionStatus
{
    /// <summary>Its sandbox is being made.</summary>
    public const string Starting = "starting";

    /// <summary>Takes messages.</summary>
    public const string Active = "active";

    /// <summary>Set aside; resume it to go on.</summary>
    public const string Paused = "paused";

    /// <summary>Set aside without its sandbox; resume it to go on, perhaps without its workspace files.</summary>
    public const string Stopped = "stopped";

    /// <summary>Over, for good.</summary>
    public const string Ended = "ended";

    /// <summary>Its sandbox died; resume repairs it.</summary>
    public const string Error = "error";
}
