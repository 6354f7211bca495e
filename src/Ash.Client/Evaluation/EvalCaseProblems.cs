namespace Ash;

/// <summary>What is wrong with a file of eval cases, all of it, so that one look at the message is enough to put it right.</summary>
internal sealed class EvalCaseProblems(string fileName)
{
    private const int MostShown = 10;

    private readonly List<string> _problems = [];

    public bool Any => _problems.Count > 0;

    public void Add(string where, string column, string problem) => Add($"{where}, column '{column}': {problem}");

    public void Add(string problem) => _problems.Add(problem);

    public void ThrowIfAny()
    {
        if (!Any) return;
        List<string> lines = [$"{fileName} cannot be imported as it is. Nothing was sent.", .. _problems.Take(MostShown)];
        if (_problems.Count > MostShown) lines.Add($"And {_problems.Count - MostShown} more.");
        throw new AshException(AshErrorCause.InvalidRequest, string.Join(Environment.NewLine, lines));
    }
}
