using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Ash.Transcripts;

/// <summary>
/// Text that somebody else wrote, made fit to be shown: what would not be seen, or would make other text seem to be what it is not, is
/// shown as what it is.
/// </summary>
internal static partial class ShownText
{
    /// <summary>More than this of one text is no reading matter; it would only keep the browser busy.</summary>
    public const int MostShown = 200_000;

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, 0x10000).Select(static c => (char)c).Where(static c => char.IsSurrogate(c) || IsOdd(c))]);

    /// <summary>Cleans a text and cuts it where it is very long.</summary>
    public static string From(string text)
    {
        // Colours of a terminal are no text, and without their first character they would be noise.
        return Clean(TerminalSequence().Replace(Cut(text), string.Empty).ReplaceLineEndings("\n"));
    }

    /// <summary>Shows what would not be seen.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspicious)) return text;
        StringBuilder clean = new(text.Length);
        for (int i = 0; i < text.Length; i++) Append(clean, text, ref i);
        return clean.ToString();
    }

    /// <summary>The same in one line, at most so long.</summary>
    public static string Line(string text, int length)
    {
        string line = WhiteSpace().Replace(From(text.Length > 8 * length ? text[..(8 * length)] : text), " ").Trim();
        if (line.Length <= length) return line;
        int end = char.IsHighSurrogate(line[length - 1]) ? length - 1 : length;
        return line[..end] + "…";
    }

    private static string Cut(string text)
    {
        if (text.Length <= MostShown) return text;
        int end = char.IsHighSurrogate(text[MostShown - 1]) ? MostShown - 1 : MostShown;
        return string.Create(CultureInfo.InvariantCulture,
            $"{text.AsSpan(0, end)}\n… {text.Length - end:N0} more characters. A transcript in JSON Lines has them all.");
    }

    private static void Append(StringBuilder clean, string text, ref int i)
    {
        char c = text[i];
        if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            // The last two of each plane are no characters.
            if ((char.ConvertToUtf32(c, text[i + 1]) & 0xfffe) == 0xfffe) clean.Append('\ufffd');
            else clean.Append(c).Append(text[i + 1]);
            i++;
        }
        else if (char.IsSurrogate(c) || c is '\ufffe' or '\uffff')
        {
            clean.Append('\ufffd');
        }
        else if (!IsOdd(c))
        {
            clean.Append(c);
        }
        else
        {
            clean.Append(CultureInfo.InvariantCulture, $"[U+{(int)c:X4}]");
        }
    }

    /// <summary>
    /// Control characters, and what turns the direction of the text around it: with those "gpj.exe" reads as "exe.jpg". Marks of direction
    /// that only say what a neighbour is are part of right-to-left writing, and stay.
    /// </summary>
    private static bool IsOdd(char c) =>
        c is (< ' ' and not ('\t' or '\n')) or (>= '\x7f' and <= '\x9f')
            or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or (>= '\ufff9' and <= '\ufffb') or '\ufffe' or '\uffff';

    [GeneratedRegex(@"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\))")]
    private static partial Regex TerminalSequence();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
