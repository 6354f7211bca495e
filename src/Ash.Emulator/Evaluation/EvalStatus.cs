namespace Ash.Emulation.Evaluation;

/// <summary>The words for the states of runs and of results.</summary>
internal static class EvalStatus
{
    public const string Pending = "pending";
    public const string Running = "running";
    public const string Completed = "completed";

    /// <summary>A run that ended before its last case.</summary>
    public const string Failed = "failed";

    /// <summary>A result without an answer.</summary>
    public const string Error = "error";
}
