using Ash.Http;

namespace Ash;

/// <summary>
/// Eval cases in a file: JSON, or CSV for a spreadsheet, by the file's extension. It holds what makes a case and not what a server adds, so
/// that it can be imported anywhere, and compared with an earlier one.
/// </summary>
public static class EvalCaseFile
{
    /// <summary>Reads cases. Every row is checked before any is handed out.</summary>
    /// <param name="path">A file whose name ends in <c>.json</c> or <c>.csv</c>.</param>
    /// <param name="delimiter">What stands between the cells of a CSV file.</param>
    /// <returns>The cases, in the file's order.</returns>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: the file cannot be read, or its message names the rows and columns that are wrong.</exception>
    public static IReadOnlyList<EvalCaseOptions> Read(string path, char delimiter = ',')
    {
        bool isCsv = IsCsv(path);
        string text = OnDisk(AshErrorCause.InvalidRequest, () => File.ReadAllText(path));
        EvalCaseProblems problems = new(Path.GetFileName(path));
        List<EvalCaseOptions> cases = [];
        try
        {
            IReadOnlyList<EvalCaseRow> rows = isCsv ? EvalCaseCsv.Read(text, delimiter, problems) : EvalCaseJson.Read(text, problems);
            cases.AddRange(rows.Select(row => EvalCaseFields.Read(row, problems)));
        }
        catch (ArgumentException)
        {
            // That is how JSON nodes take an object with two members of one name, when they come to it.
            problems.Add("A name is there twice in one object.");
        }
        problems.ThrowIfAny();
        return cases;
    }

    /// <summary>Writes cases.</summary>
    /// <param name="path">A file whose name ends in <c>.json</c> or <c>.csv</c>. One that exists is written over.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="delimiter">What stands between the cells of a CSV file.</param>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/> or <see cref="AshErrorCause.FileNotWritten"/>: the name ends in neither, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<EvalCaseOptions> cases, char delimiter = ',')
    {
        ArgumentNullException.ThrowIfNull(cases);
        string text = IsCsv(path) ? EvalCaseCsv.Write(cases, delimiter) : EvalCaseJson.Write(cases);
        OnDisk(AshErrorCause.FileNotWritten, () =>
        {
            File.WriteAllText(path, text);
            return text;
        });
    }

    /// <summary>Whether a file is CSV, by its name.</summary>
    /// <exception cref="AshException"><see cref="AshErrorCause.InvalidRequest"/>: it is neither CSV nor JSON.</exception>
    private static bool IsCsv(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => true,
            ".JSON" => false,
            _ => throw Require.Invalid($"{path} is neither .json nor .csv."),
        };
    }

    private static string OnDisk(AshErrorCause failure, Func<string> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AshException(failure, e.Message, e);
        }
    }
}
