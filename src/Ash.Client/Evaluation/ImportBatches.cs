using Ash.Http;

namespace Ash;

/// <summary>Divides eval cases over requests.</summary>
internal static class ImportBatches
{
    /// <summary>The JSON around the cases, and between two of them.</summary>
    private const int Overhead = 16;

    /// <returns>The batches, none where there are no cases.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.PayloadTooLarge"/>: a case is too large for any request.</exception>
    public static IReadOnlyList<IReadOnlyList<EvalCaseOptions>> Split(IReadOnlyList<EvalCaseOptions> cases)
    {
        List<List<EvalCaseOptions>> batches = [];
        int size = RequestJson.BodyLimit;
        for (int i = 0; i < cases.Count; i++)
        {
            int length = RequestJson.Write(cases[i], AshJsonContext.Default.EvalCaseOptions).Length + 1;
            if (Overhead + length > RequestJson.BodyLimit)
            {
                throw new AshException(AshErrorCause.PayloadTooLarge,
                    $"Case {i + 1} of {cases.Count} is {length:N0} bytes as a request; the server takes {RequestJson.BodyLimit:N0}.");
            }
            if (size + length > RequestJson.BodyLimit)
            {
                batches.Add([]);
                size = Overhead;
            }
            batches[^1].Add(cases[i]);
            size += length;
        }
        return batches;
    }
}
