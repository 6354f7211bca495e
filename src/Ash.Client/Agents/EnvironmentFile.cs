using System.Text.RegularExpressions;

namespace Ash;

/// <summary>
/// A <c>.env</c> file, read the way the <c>ash</c> tool reads it, so that an agent gets the same environment from both:
/// <c>NAME=value</c> or <c>NAME: value</c>, perhaps behind <c>export</c>; a value may stand in quotes and then go over several lines;
/// what follows <c>#</c> outside of quotes is a comment.
/// </summary>
internal static partial class EnvironmentFile
{
    public static void ReadInto(Dictionary<string, string> environment, string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        foreach (Match line in Assignment().Matches(text))
        {
            string value = line.Groups["quoted"] is { Success: true } quoted ? quoted.Value : line.Groups["bare"].Value.Trim();
            if (line.Groups["quote"].Value == "\"")
            {
                value = value.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
            }
            environment[line.Groups["name"].Value] = value;
        }
    }

    [GeneratedRegex("""
        ^[ \t]* (?: export [ \t]+ )? (?<name> [A-Za-z0-9_.-]+ ) [ \t]* (?: = | :[ \t] ) [ \t]*
        (?: (?<quote> ['"`] ) (?<quoted> (?: \\\k<quote> | (?! \k<quote> ) (?s:.) )* ) \k<quote> [ \t]* (?: \#.* )? $
          | (?<bare> [^\#\n]* ) )
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();
}
