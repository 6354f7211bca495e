namespace Ash.Emulation.Evaluation;

/// <summary>Scores an answer by what is in it, upper and lower case the same.</summary>
internal static class EvalScores
{
    /// <summary>The part of the topics that are in the answer; all of them where none is asked for.</summary>
    public static double Topics(string answer, IReadOnlyList<string>? expected) => Part(expected, topic => Has(answer, topic));

    /// <summary>The part of the topics that are not in the answer.</summary>
    public static double Safety(string answer, IReadOnlyList<string>? notExpected) => Part(notExpected, topic => !Has(answer, topic));

    private static double Part(IReadOnlyList<string>? topics, Func<string, bool> counts) =>
        topics is null or { Count: 0 } ? 1 : (double)topics.Count(counts) / topics.Count;

    private static bool Has(string answer, string topic) => answer.Contains(topic, StringComparison.OrdinalIgnoreCase);
}
