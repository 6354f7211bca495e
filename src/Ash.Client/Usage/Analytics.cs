namespace Ash;

/// <summary>How much there is on a server and how much was used.</summary>
public sealed class Analytics : AshModel
{
    /// <summary>The agents.</summary>
    public required AnalyticsAgents Agents { get; init; }

    /// <summary>The sessions.</summary>
    public required AnalyticsSessions Sessions { get; init; }

    /// <summary>What was used. This alone is of the time that was asked for; everything else is as it is now.</summary>
    public required UsageTotals Usage { get; init; }

    /// <summary>The runs of evaluations.</summary>
    public required AnalyticsEvals Evals { get; init; }
}

/// <summary>The agents of a server.</summary>
public sealed class AnalyticsAgents : AshModel
{
    /// <summary>How many there are.</summary>
    public int Total { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Total}";
}

/// <summary>The sessions of a server.</summary>
public sealed class AnalyticsSessions : AshModel
{
    /// <summary>How many there are.</summary>
    public int Total { get; init; }

    /// <summary>How many are in each state that there is one in.</summary>
    public IReadOnlyDictionary<string, int> ByStatus { get; init; } = new Dictionary<string, int>();

    /// <inheritdoc/>
    public override string ToString() => Counts.Describe(Total, ByStatus);
}

/// <summary>The runs of evaluations of a server.</summary>
public sealed class AnalyticsEvals : AshModel
{
    /// <summary>How many there are.</summary>
    public int TotalRuns { get; init; }

    /// <summary>How many are in each state that there is one in.</summary>
    public IReadOnlyDictionary<string, int> ByStatus { get; init; } = new Dictionary<string, int>();

    /// <inheritdoc/>
    public override string ToString() => Counts.Describe(TotalRuns, ByStatus);
}
