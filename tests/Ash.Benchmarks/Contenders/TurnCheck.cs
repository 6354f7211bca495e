namespace Ash.Benchmarks;

/// <summary>Holds what a client hands out against what the load server sent, event by event and byte by byte, for many sessions.</summary>
/// <param name="message">What was sent to each of them.</param>
public sealed class TurnCheck(string message)
{
    private readonly CannedTurn _turn = CannedTurn.For(message);
    private readonly Dictionary<string, int> _seen = [];

    /// <summary>How many events came.</summary>
    public long Events { get; private set; }

    /// <summary>How many were not the one that was due.</summary>
    public long Wrong { get; private set; }

    /// <summary>How many turns came whole.</summary>
    public int WholeTurns => _seen.Values.Count(n => n == _turn.Count);

    /// <summary>How many events a turn has.</summary>
    public int EventsInTurn => _turn.Count;

    public void Add(AshEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        int index = _seen.GetValueOrDefault(next.SessionId);
        _seen[next.SessionId] = index + 1;
        Events++;
        if (index >= _turn.Count || next.Sequence != index + 1 || !IsSame(next, _turn[index])) Wrong++;
    }

    private static bool IsSame(AshEvent next, Frame sent) =>
        next.Type == sent.Type && next.GetUtf8Data().Span.SequenceEqual(sent.Data);
}
