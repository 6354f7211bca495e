namespace Ash;

/// <summary>The server's words for the states of a result.</summary>
public static class EvalResultStatus
{
    /// <summary>Not yet asked.</summary>
    public const string Pending = "pending";

    /// <summary>The agent is at work on it.</summary>
    public const string Running = "running";

    /// <summary>Answered and scored.</summary>
    public const string Completed = "completed";

    /// <summary>Without an answer: <see cref="EvalResult.Error"/> says why.</summary>
    public const string Error = "error";
}
