namespace Ash;

/// <summary>What became of a case from one run to another, by the sum of its topic and safety scores.</summary>
/// <remarks>PowerShell's ConvertTo-Json writes the word only of an enum that is long, and the number of any other.</remarks>
public enum EvalChange : long
{
    /// <summary>As good as before.</summary>
    Same,

    /// <summary>Better than before.</summary>
    Better,

    /// <summary>Worse than before, or without an answer.</summary>
    Worse,

    /// <summary>Only the run that is compared has the case.</summary>
    Added,

    /// <summary>Only the run that is compared with has the case.</summary>
    Removed,

    /// <summary>One of the runs is not done with the case.</summary>
    Unfinished,
}
