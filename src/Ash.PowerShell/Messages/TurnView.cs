namespace Ash.Commands;

/// <summary>What Send-AshMessage emits of a turn.</summary>
public enum TurnView
{
    /// <summary>Every event as it arrives.</summary>
    Event,

    /// <summary>The agent's text as it arrives, as strings.</summary>
    Text,

    /// <summary>One object at the turn's end.</summary>
    Turn,
}
