using System.Text;

namespace Ash.Commands;

/// <summary>
/// Text of others as a terminal may have it. What an agent writes, and what its tools give back, is nobody's word: control characters
/// in it would move the cursor, colour what follows or rename the window.
/// </summary>
internal static class Printable
{
    /// <summary>Text of any number of lines; what is no line break, tab or printable character stands as a visible sign.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text)) return string.Empty;
        return string.Create(text.Length, text, static (signs, text) =>
        {
            for (int i = 0; i < signs.Length; i++) signs[i] = text[i] is '\n' or '\t' ? text[i] : Sign(text[i]);
        });
    }

    /// <summary>Text on one line: any white space is one space.</summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text)) return string.Empty;
        StringBuilder line = new(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c)) line.Append(Sign(c));
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return line.ToString().TrimEnd();
    }

    /// <summary>The character itself, or what stands for one that a terminal would obey or that turns the order of others around.</summary>
    public static char Sign(char c) => c switch
    {
        < ' ' => (char)('\u2400' + c),
        '\x7f' => '\u2421',
        (>= '\x80' and < '\xa0') or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') => '\ufffd',
        _ => c,
    };
}
