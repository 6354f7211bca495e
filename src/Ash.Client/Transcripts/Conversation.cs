namespace Ash.Transcripts;

/// <summary>What was said and done in one session, as far as it is known.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="AgentName">The agent; null where nobody knows.</param>
/// <param name="Model">The model; null where nobody knows.</param>
/// <param name="Status">The session's state when it was asked; null where it was not.</param>
/// <param name="Entries">What a reader sees, in order.</param>
/// <param name="Lines">Everything as it came, a line of JSON each.</param>
internal sealed record Conversation(
    string SessionId, string? AgentName, string? Model, string? Status, IReadOnlyList<Entry> Entries, IReadOnlyList<string> Lines)
{
    /// <summary>What it is called by where there are several.</summary>
    public string Name => AgentName is null ? $"Session {SessionId}" : $"{AgentName}, session {SessionId}";

    public string NameOf(Speaker speaker) => speaker switch
    {
        Speaker.User => "User",
        Speaker.Subagent => "Subagent",
        _ => AgentName ?? "Agent",
    };

    /// <summary>What stands above the conversation, by what it is called.</summary>
    public IEnumerable<(string Label, string Value)> Facts()
    {
        if (AgentName is not null) yield return ("Agent", AgentName);
        if (Model is not null) yield return ("Model", Model);
        yield return ("Session", Status is null ? SessionId : $"{SessionId} ({Status})");
        DateTime[] times = [.. Entries.Where(static entry => entry.At is not null).Select(static entry => entry.At!.Value)];
        if (times.Length > 0)
        {
            (DateTime first, DateTime last) = (times.Min(), times.Max());
            string end = first.Date == last.Date ? Words.Time(last) : Words.Date(last);
            yield return ("Time", $"{Words.Date(first)} to {end} ({Words.Zone(first)})");
        }
        TurnEnd[] turns = [.. Entries.OfType<TurnEnd>()];
        int failed = turns.Count(static turn => turn.Outcome is not (null or TurnOutcome.Completed));
        if (turns.Length > 0) yield return ("Turns", failed == 0 ? $"{turns.Length}" : $"{turns.Length}, {failed} of them not completed");
        int tools = Entries.OfType<ToolUsed>().Count();
        if (tools > 0) yield return ("Tools used", $"{tools}");
        if (turns.Any(static turn => turn.CostUsd is not null)) yield return ("Cost", Words.Cost(turns.Sum(static turn => turn.CostUsd ?? 0)));
        if (turns.Any(static turn => turn.Usage is not null)) yield return ("Tokens", Words.Tokens(Sum(turns)));
    }

    private static TokenUsage Sum(IEnumerable<TurnEnd> turns)
    {
        TokenUsage[] all = [.. turns.Where(static turn => turn.Usage is not null).Select(static turn => turn.Usage!)];
        return new()
        {
            InputTokens = all.Sum(static usage => usage.InputTokens),
            OutputTokens = all.Sum(static usage => usage.OutputTokens),
            CacheCreationTokens = all.Sum(static usage => usage.CacheCreationTokens),
            CacheReadTokens = all.Sum(static usage => usage.CacheReadTokens),
        };
    }
}
