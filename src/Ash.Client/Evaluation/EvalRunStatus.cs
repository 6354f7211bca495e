namespace Ash;

/// <summary>The server's words for the states of an eval run.</summary>
public static class EvalRunStatus
{
    /// <summary>Waits for its turn: a server runs one at a time, and looks for new ones every five seconds.</summary>
    public const string Pending = "pending";

    /// <summary>Asks the agent. A run that was under way when its server ended stays so for ever.</summary>
    public const string Running = "running";

    /// <summary>Over. Single cases may have failed.</summary>
    public const string Completed = "completed";

    /// <summary>Over before its last case.</summary>
    public const string Failed = "failed";
}
