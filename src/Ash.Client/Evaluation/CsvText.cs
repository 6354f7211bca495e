using System.Text;

namespace Ash;

/// <summary>A row of a CSV file.</summary>
/// <param name="Number">1 is the header. A row whose cells go over several lines is one row, as a spreadsheet has it.</param>
/// <param name="Cells">The cells, without quotes.</param>
internal sealed record CsvRow(int Number, IReadOnlyList<string> Cells)
{
    public string Where => $"Row {Number}";
}

/// <summary>CSV as RFC 4180 has it, with any line end and any delimiter. Empty lines are passed over.</summary>
internal static class CsvText
{
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<CsvRow> Read(string text, char delimiter)
    {
        List<CsvRow> rows = [];
        int number = 0;
        int at = 0;
        while (at < text.Length)
        {
            number++;
            List<string> cells = [ReadCell(text, ref at, delimiter, number)];
            while (at < text.Length && text[at] == delimiter)
            {
                at++;
                cells.Add(ReadCell(text, ref at, delimiter, number));
            }
            SkipLineEnd(text, ref at);
            if (cells.Count > 1 || cells[0].Length > 0) rows.Add(new(number, cells));
        }
        return rows;
    }

    public static string Write(IEnumerable<IReadOnlyList<string>> rows, char delimiter)
    {
        StringBuilder text = new();
        foreach (IReadOnlyList<string> cells in rows)
            text.AppendJoin(delimiter, cells.Select(cell => Quote(cell, delimiter))).Append(Environment.NewLine);
        return text.ToString();
    }

    private static string ReadCell(string text, ref int at, char delimiter, int row)
    {
        StringBuilder cell = new();
        if (at < text.Length && text[at] == '"') ReadQuoted(text, ref at, cell, row);
        while (at < text.Length && text[at] != delimiter && text[at] is not ('\r' or '\n')) cell.Append(text[at++]);
        return cell.ToString();
    }

    private static void ReadQuoted(string text, ref int at, StringBuilder cell, int row)
    {
        at++;
        while (at < text.Length)
        {
            char c = text[at++];
            if (c != '"')
            {
                cell.Append(c);
                continue;
            }
            if (at == text.Length || text[at] != '"') return;
            cell.Append(text[at++]);
        }
        throw new FormatException($"Row {row}: a quote is opened and not closed.");
    }

    private static void SkipLineEnd(string text, ref int at)
    {
        if (at < text.Length && text[at] == '\r') at++;
        if (at < text.Length && text[at] == '\n') at++;
    }

    private static string Quote(string cell, char delimiter)
    {
        bool isPlain = cell.AsSpan().IndexOfAny(['"', '\r', '\n', delimiter]) < 0 && cell.AsSpan().Trim().Length == cell.Length;
        return isPlain ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
