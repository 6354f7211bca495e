using System.Globalization;

namespace Ash;

/// <summary>Something of an agent's, by what a command finds it: a version, an eval case, an eval run or a result.</summary>
public sealed class AgentItem
{
    internal AgentItem(string key, string? agentName)
    {
        Key = key;
        AgentName = agentName;
    }

    /// <summary>Its id, or the number of a version.</summary>
    public string Key { get; }

    /// <summary>The agent; null where only the id was given.</summary>
    public string? AgentName { get; }

    /// <inheritdoc/>
    public override string ToString() => Key;

    /// <summary>The number of a version.</summary>
    internal int Number => int.Parse(Key, CultureInfo.InvariantCulture);

    /// <summary>Each thing at each agent that the user named; where none was named, each once, at its own.</summary>
    internal static IEnumerable<(AgentItem Item, string? Agent)> At(string[]? agents, AgentItem[] items) => agents is null
        ? items.Select(static item => (item, (string?)null))
        : agents.SelectMany(_ => items, static (agent, item) => (item, (string?)agent));

    /// <summary>The agent that it is looked for at.</summary>
    /// <param name="agent">What the user said; null for nothing.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: nobody said, or it can be no agent's name.</exception>
    internal string Of(string? agent)
    {
        string name = agent ?? AgentName ?? throw new AshException(AshErrorCause.InvalidRequest,
            $"Which agent does {Key} belong to? Give -Agent, or the object itself, which knows.");
        AgentRoutes.CheckName(name);
        return name;
    }
}
